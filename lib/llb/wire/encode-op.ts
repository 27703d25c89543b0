import { type Digest, digestOf } from './digest';
import { writeExec } from './encode-exec';
import { writeFile } from './encode-file';
import type {
  BuildMessage,
  DiffMessage,
  Input,
  Op,
  OpBody,
  PlatformMessage,
  SourceMessage,
} from './op';
import { compareUtf8 } from './utf8-order';
import { WireWriter } from './writer';

const writer = new WireWriter();

/**
 * The canonical bytes of an op, whose sha256 is the digest of the vertex.
 *
 * Fields stand in field order, except that the body comes last: Go's protobuf writes the members
 * of a `oneof` after all other fields, and BuildKit hashes what it wrote.
 *
 * @throws {BuildError} `E_LLB_TEXT` when a string holds half of a surrogate pair
 * @see https://github.com/moby/buildkit/blob/73ed6825c/solver/pb/ops.proto `Op`
 */
export function encodeOp(op: Op): Uint8Array {
  writer.reset();
  for (const { digest, index } of op.inputs) {
    const mark = writer.open(1);
    writer.string(1, digest);
    writer.int(2, index);
    writer.close(mark);
  }
  if (op.platform !== undefined) writePlatform(op.platform);
  if (op.constraints !== undefined) {
    const mark = writer.open(11);
    for (const filter of op.constraints.filter) writer.element(1, filter);
    writer.close(mark);
  }
  if (op.body !== undefined) writeBody(op.body);
  return writer.take();
}

/** The op that names the result of a graph. */
export function terminalOp(result: Input): { readonly digest: Digest; readonly bytes: Uint8Array } {
  const bytes = encodeOp({ inputs: [result] });
  return { digest: digestOf(bytes), bytes };
}

const BODY_FIELDS = {
  exec: 2,
  source: 3,
  file: 4,
  build: 5,
  merge: 6,
  diff: 7,
  passthrough: 8,
} as const;

function writeBody(body: OpBody): void {
  const mark = writer.open(BODY_FIELDS[body.kind]);
  switch (body.kind) {
    case 'exec':
      writeExec(writer, body);
      break;
    case 'source':
      writeSource(body);
      break;
    case 'file':
      writeFile(writer, body);
      break;
    case 'build':
      writeBuild(body);
      break;
    case 'merge':
      for (const input of body.inputs) writeInputIndex(1, input);
      break;
    case 'diff':
      writeDiff(body);
      break;
    case 'passthrough':
      writer.string(1, body.id);
      writePacked(2, body.outputs);
      break;
  }
  writer.close(mark);
}

function writePlatform(platform: PlatformMessage): void {
  const mark = writer.open(10);
  writer.string(1, platform.architecture);
  writer.string(2, platform.os);
  writer.string(3, platform.variant);
  writer.string(4, platform.osVersion);
  for (const feature of platform.osFeatures) writer.element(5, feature);
  writer.close(mark);
}

function writeSource(source: SourceMessage): void {
  writer.string(1, source.identifier);
  writeStringMap(2, source.attrs);
}

function writeBuild(build: BuildMessage): void {
  writer.int(1, build.builder);
  for (const key of sortedKeys(build.inputs)) {
    const mark = writer.open(2);
    writer.element(1, key);
    writeInputIndex(2, build.inputs[key] ?? 0);
    writer.close(mark);
  }
  if (build.definition !== undefined) writer.bytesElement(3, build.definition);
  writeStringMap(4, build.attrs);
}

function writeDiff(diff: DiffMessage): void {
  if (diff.lower !== undefined) writeInputIndex(1, diff.lower);
  if (diff.upper !== undefined) writeInputIndex(2, diff.upper);
}

function writeInputIndex(field: number, index: number): void {
  const mark = writer.open(field);
  writer.int(1, index);
  writer.close(mark);
}

function writePacked(field: number, values: readonly number[]): void {
  if (values.length === 0) return;
  const mark = writer.open(field);
  for (const value of values) writer.integer(value);
  writer.close(mark);
}

function writeStringMap(field: number, map: Readonly<Record<string, string>>): void {
  for (const key of sortedKeys(map)) {
    const mark = writer.open(field);
    writer.element(1, key);
    writer.element(2, map[key] ?? '');
    writer.close(mark);
  }
}

function sortedKeys(map: Readonly<Record<string, unknown>>): string[] {
  const keys = Object.keys(map);
  return keys.length > 1 ? keys.sort(compareUtf8) : keys;
}
