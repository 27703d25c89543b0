import { BuildError } from '../../errors';
import { readExec } from './decode-exec';
import { readFile } from './decode-file';
import type {
  BuildMessage,
  ConstraintsMessage,
  DiffMessage,
  Input,
  Op,
  OpBody,
  PassthroughMessage,
  PlatformMessage,
  SourceMessage,
} from './op';
import { WireReader } from './reader';

/** How many values one op may hold before it is refused. */
export const MAX_OP_VALUES = 1 << 20;

/**
 * Reads the bytes of an op. Fields that this library does not know are skipped: whoever needs
 * them keeps the bytes.
 *
 * @throws {BuildError} `E_LLB_DECODE` for bytes that are no op, `E_LLB_LIMIT` for too many values
 */
export function decodeOp(bytes: Uint8Array): Op {
  const reader = new WireReader(bytes, { left: MAX_OP_VALUES });
  const inputs: Input[] = [];
  let body: OpBody | undefined;
  let platform: PlatformMessage | undefined;
  let constraints: ConstraintsMessage | undefined;
  while (reader.next()) {
    if (reader.field === 1) inputs.push(readInput(reader.message()));
    else if (reader.field >= 2 && reader.field <= 8) {
      if (body !== undefined) throw reader.fault('an op has two bodies');
      body = readBody(reader.field, reader.message());
    } else if (reader.field === 10) platform = readPlatform(reader.message());
    else if (reader.field === 11) constraints = readConstraints(reader.message());
    else reader.skip();
  }
  return { inputs, body, platform, constraints };
}

function readBody(field: number, reader: WireReader): OpBody {
  switch (field) {
    case 2:
      return readExec(reader);
    case 3:
      return readSource(reader);
    case 4:
      return readFile(reader);
    case 5:
      return readBuild(reader);
    case 6:
      return readMerge(reader);
    case 7:
      return readDiff(reader);
    case 8:
      return readPassthrough(reader);
    default:
      throw new BuildError('E_LLB_DECODE', `definition has an op of unknown kind ${field}`);
  }
}

function readInput(reader: WireReader): Input {
  let digest = '';
  let index = 0;
  while (reader.next()) {
    if (reader.field === 1) digest = reader.string();
    else if (reader.field === 2) index = reader.index();
    else reader.skip();
  }
  return { digest, index };
}

function readPlatform(reader: WireReader): PlatformMessage {
  const osFeatures: string[] = [];
  let architecture = '';
  let os = '';
  let variant = '';
  let osVersion = '';
  while (reader.next()) {
    if (reader.field === 1) architecture = reader.string();
    else if (reader.field === 2) os = reader.string();
    else if (reader.field === 3) variant = reader.string();
    else if (reader.field === 4) osVersion = reader.string();
    else if (reader.field === 5) osFeatures.push(reader.string());
    else reader.skip();
  }
  return { architecture, os, variant, osVersion, osFeatures };
}

function readConstraints(reader: WireReader): ConstraintsMessage {
  const filter: string[] = [];
  while (reader.next()) {
    if (reader.field === 1) filter.push(reader.string());
    else reader.skip();
  }
  return { filter };
}

function readSource(reader: WireReader): SourceMessage {
  let identifier = '';
  const attrs: Record<string, string> = Object.create(null);
  while (reader.next()) {
    if (reader.field === 1) identifier = reader.string();
    else if (reader.field === 2) readStringEntry(reader.message(), attrs);
    else reader.skip();
  }
  return { kind: 'source', identifier, attrs };
}

function readBuild(reader: WireReader): BuildMessage {
  let builder = 0;
  let definition: Uint8Array | undefined;
  const inputs: Record<string, number> = Object.create(null);
  const attrs: Record<string, string> = Object.create(null);
  while (reader.next()) {
    if (reader.field === 1) builder = reader.index();
    else if (reader.field === 2) readInputEntry(reader.message(), inputs);
    else if (reader.field === 3) definition = reader.bytes();
    else if (reader.field === 4) readStringEntry(reader.message(), attrs);
    else reader.skip();
  }
  return { kind: 'build', builder, inputs, definition, attrs };
}

/** Reads an entry of a map of strings. */
export function readStringEntry(reader: WireReader, map: Record<string, string>): void {
  let key = '';
  let value = '';
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) value = reader.string();
    else reader.skip();
  }
  map[key] = value;
}

function readInputEntry(reader: WireReader, map: Record<string, number>): void {
  let key = '';
  let index = 0;
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) index = readIndexMessage(reader.message());
    else reader.skip();
  }
  map[key] = index;
}

function readMerge(reader: WireReader): OpBody {
  const inputs: number[] = [];
  while (reader.next()) {
    if (reader.field === 1) inputs.push(readIndexMessage(reader.message()));
    else reader.skip();
  }
  return { kind: 'merge', inputs };
}

function readDiff(reader: WireReader): DiffMessage {
  let lower: number | undefined;
  let upper: number | undefined;
  while (reader.next()) {
    if (reader.field === 1) lower = readIndexMessage(reader.message());
    else if (reader.field === 2) upper = readIndexMessage(reader.message());
    else reader.skip();
  }
  return { kind: 'diff', lower, upper };
}

function readPassthrough(reader: WireReader): PassthroughMessage {
  let id = '';
  const outputs: number[] = [];
  while (reader.next()) {
    if (reader.field === 1) id = reader.string();
    else if (reader.field === 2) reader.integers((value) => outputs.push(value.index()));
    else reader.skip();
  }
  return { kind: 'passthrough', id, outputs };
}

function readIndexMessage(reader: WireReader): number {
  let index = 0;
  while (reader.next()) {
    if (reader.field === 1) index = reader.index();
    else reader.skip();
  }
  return index;
}
