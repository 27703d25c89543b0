import fc from 'fast-check';
import { Definition, digestOf, encodeOp, type OpMetadata } from '../../lib/llb';
import { terminalOp } from '../../lib/llb/wire/encode-op';
import { wireBody, wireInt32, wireInt64, wireMap, wireText, wireUint64 } from './arbitrary-ops';

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

/** Metadata of an op, with any field; capabilities in the order in which they are written. */
export const metadata: fc.Arbitrary<OpMetadata> = fc.record({
  ignoreCache: fc.boolean(),
  description: optional(wireMap.filter((map) => Object.keys(map).length > 0)),
  exportCache: optional(fc.boolean()),
  caps: fc
    .subarray(['exec.meta.base', 'file.base', 'source.git', 'source.image', 'é', '\ue000', '😀'])
    .map((caps) => [...caps]),
  progressGroup: optional(fc.record({ id: wireText, name: wireText, weak: fc.boolean() })),
  linuxResources: optional(
    fc.record({
      memory: wireInt64,
      memorySwap: wireInt64,
      cpuShares: wireUint64,
      cpuPeriod: wireUint64,
      cpuQuota: wireInt64,
      cpusetCpus: wireText,
      cpusetMems: wireText,
    }),
  ),
});

const position = fc.record({ line: wireInt32, character: wireInt32 });
const info = fc.record({
  filename: wireText,
  language: wireText,
  data: fc.uint8Array({ maxLength: 20 }),
});

/** A definition of ops that use each other at random, with metadata and lines for all of them. */
export const definition: fc.Arbitrary<Definition> = fc
  .record({
    bodies: fc.array(wireBody, { minLength: 1, maxLength: 5 }),
    edges: fc.array(fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 3 })), {
      minLength: 5,
      maxLength: 5,
    }),
    metadata: fc.array(optional(metadata), { minLength: 6, maxLength: 6 }),
    infos: fc.array(info, { maxLength: 3 }),
    ranges: fc.array(fc.array(fc.record({ start: position, end: position }), { maxLength: 2 }), {
      minLength: 5,
      maxLength: 5,
    }),
    hasSource: fc.boolean(),
  })
  .map(({ bodies, edges, metadata: list, infos, ranges, hasSource }) => {
    const ops = new Map<string, Definition['ops'][number]>();
    for (const [at, body] of bodies.entries()) {
      const earlier = [...ops.values()];
      const [first = 0, index = 0] = edges[at] ?? [];
      const used = earlier[first % Math.max(earlier.length, 1)];
      const inputs = used === undefined ? [] : [{ digest: used.digest, index }];
      const bytes = Uint8Array.from(encodeOp({ inputs, body }));
      const digest = digestOf(bytes);
      ops.set(digest, { digest, bytes });
    }
    const all = [...ops.values()];
    const terminal = terminalOp({ digest: all.at(-1)?.digest ?? '', index: edges[0]?.[1] ?? 0 });
    const known = new Map(
      [...all, terminal].flatMap(({ digest }, at) => {
        const own = list[at];
        return own === undefined ? [] : [[digest, own] as const];
      }),
    );
    const locations = new Map(
      all.map(({ digest }, at) => {
        const place = { sourceIndex: at % Math.max(infos.length, 1), ranges: ranges[at] ?? [] };
        return [digest, infos.length === 0 ? [] : [place]] as const;
      }),
    );
    return new Definition([...all, terminal], known, () =>
      hasSource ? { infos, locations } : undefined,
    );
  });
