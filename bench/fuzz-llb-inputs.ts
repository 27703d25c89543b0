// Part of bench/fuzz-llb.ts that makes the inputs and feeds them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from '../lib/errors';
import { compareDefinitions, dotOfDefinition, dumpDefinition } from '../lib/graph';
import { checkCapabilities, Definition, decodeOp, encodeOp, stateFromDefinition } from '../lib/llb';
import { digestOf } from '../lib/llb/wire/digest';
import { WireWriter } from '../lib/llb/wire/writer';
import { mutate, Random } from './fuzz-mutations';

const MAX_INPUT_MS = 2000;
const platform = { os: 'linux', architecture: 'amd64' };

const writer = new WireWriter();

/** A definition whose digests fit, so that what is odd is inside the op. */
function definitionAround(op: Uint8Array): Uint8Array {
  const inputs = decodeOp(op).inputs.map(() => ({ digest: digestOf(EMPTY_SOURCE), index: 0 }));
  const decoded = decodeOp(op);
  const linked = encodeOp({ ...decoded, inputs });
  const terminal = encodeOp({ inputs: [{ digest: digestOf(linked), index: 0 }] });
  writer.reset();
  for (const bytes of [EMPTY_SOURCE, linked, terminal]) writer.bytesElement(1, bytes);
  return writer.take();
}

const EMPTY_SOURCE = encodeOp({
  inputs: [],
  body: { kind: 'source', identifier: 'local://x', attrs: {} },
});

function assertEqual(a: Uint8Array, b: Uint8Array, what: string): void {
  if (Buffer.compare(a, b) !== 0) throw new Error(`${what} is not stable`);
}

function readDefinition(bytes: Uint8Array, original: Definition): void {
  const definition = Definition.fromBytes(bytes);
  const written = definition.toBytes();
  const again = Definition.fromBytes(written);
  assertEqual(again.toBytes(), written, 'serialisation');
  dumpDefinition(definition);
  dotOfDefinition(definition);
  checkCapabilities(definition, new Set());
  compareDefinitions(original, definition);
  const ignoring = definition.withIgnoreCache();
  if (ignoring.digest !== definition.digest) throw new Error('ignoring the cache moved a digest');
  stateFromDefinition(definition).marshal({ platform });
  definition.mapSources(({ identifier, attrs }) => ({ identifier: `${identifier}x`, attrs }));
}

function readOp(bytes: Uint8Array): void {
  const op = decodeOp(bytes);
  const written = encodeOp(op);
  assertEqual(encodeOp(decodeOp(written)), written, 'encoding');
}

function main(inputs: number, seed: number): void {
  const lines = readFileSync(join(__dirname, '../test/fixtures/llb-reference.jsonl'), 'utf8');
  const seeds = lines
    .trimEnd()
    .split('\n')
    .map((line) => Buffer.from(JSON.parse(line).definition, 'base64'));
  const originals = seeds.map((bytes) => Definition.fromBytes(bytes));
  const ops = originals.flatMap(({ ops }) => ops.map(({ bytes }) => Buffer.from(bytes)));
  const random = new Random(seed);
  const results = new Map<string, number>();
  const start = Date.now();
  let slowest = 0;
  let peak = 0;
  for (let count = 0; count < inputs; count++) {
    const target = random.below(3);
    const index = random.below(seeds.length);
    const bytes =
      target === 0
        ? mutate(random, random.of(seeds), random.of(seeds))
        : mutate(random, random.of(ops), random.of(ops));
    const original = originals[index] ?? Definition.EMPTY;
    const before = performance.now();
    const result = feed(target, bytes, original, count);
    const took = performance.now() - before;
    if (took > MAX_INPUT_MS) fail(count, bytes, `took ${Math.round(took)} ms`);
    slowest = Math.max(slowest, took);
    results.set(result, (results.get(result) ?? 0) + 1);
    if (count % 10_000 === 0) peak = Math.max(peak, process.memoryUsage().rss);
  }
  console.log(
    JSON.stringify({
      figure: 'llb.fuzz',
      inputs,
      seed,
      results: Object.fromEntries([...results].sort()),
      seconds: Math.round((Date.now() - start) / 1000),
      slowestMs: Math.round(slowest),
      peakMiB: Math.round(peak / 2 ** 20),
    }),
  );
}

function feed(target: number, bytes: Buffer, original: Definition, count: number): string {
  try {
    if (target === 0) readDefinition(bytes, original);
    else if (target === 1) readOp(bytes);
    else readDefinition(definitionAround(bytes), original);
    return 'accepted';
  } catch (error) {
    if (BuildError.is(error)) return error.code;
    return fail(count, bytes, error instanceof Error ? (error.stack ?? error.message) : 'thrown');
  }
}

function fail(count: number, bytes: Buffer, why: string): never {
  console.error(`input ${count}: ${why}\n${bytes.toString('hex')}`);
  process.exit(1);
}

main(Number(process.argv[2]), Number(process.argv[3]));
