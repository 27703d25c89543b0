import { BuildError } from '../../errors';
import { decodeOp, readStringEntry } from '../wire/decode-op';
import { digestOf } from '../wire/digest';
import type { LinuxResources, OpMetadata, ProgressGroup } from '../wire/metadata';
import { type DecodeBudget, WireReader } from '../wire/reader';
import { readSourceRecord } from './decode-source';
import { Definition, type DefinitionOp } from './definition';
import type { SourceRecord } from './source-map';

/** How large a definition may be before it is refused. */
export interface DecodeLimits {
  /** @default 1048576 */
  readonly maxOps?: number;
  /**
   * Numbers, strings and messages in metadata and source record together.
   *
   * @default 16777216
   */
  readonly maxValues?: number;
  /**
   * Definitions inside definitions, in source infos.
   *
   * @default 16
   */
  readonly maxDepth?: number;
}

const MAX_OPS = 1 << 20;
const MAX_VALUES = 1 << 24;
const MAX_DEPTH = 16;

/**
 * Reads a serialised `pb.Definition` and checks that it is a graph: every op can be read, every
 * edge leads to an op that is there, and the last op names the result.
 *
 * Digests are computed from the bytes, so a cycle cannot be written.
 */
export function decodeDefinition(bytes: Uint8Array, limits: DecodeLimits): Definition {
  const budget = { left: limits.maxValues ?? MAX_VALUES };
  return readDefinition(bytes, limits, budget, limits.maxDepth ?? MAX_DEPTH);
}

/** Reads a definition at some depth, with what is left of the budget. */
export function readDefinition(
  input: Uint8Array,
  limits: DecodeLimits,
  budget: DecodeBudget,
  depth: number,
): Definition {
  if (depth < 0) throw new BuildError('E_LLB_LIMIT', 'definition is nested too deep');
  // Later changes to the caller's buffer must not reach the ops, whose digests are known.
  const reader = new WireReader(new Uint8Array(input), budget);
  const ops: DefinitionOp[] = [];
  const metadata = new Map<string, OpMetadata>();
  const unknown: Uint8Array[] = [];
  const maxOps = limits.maxOps ?? MAX_OPS;
  let source: SourceRecord | undefined;
  while (reader.next()) {
    if (reader.field === 1) {
      const bytes = reader.bytes();
      if (ops.length === maxOps) throw tooManyOps(maxOps);
      ops.push({ digest: digestOf(bytes), bytes });
    } else if (reader.field === 2) readMetadataEntry(reader.message(), metadata);
    else if (reader.field === 3) {
      if (source !== undefined) throw reader.fault('it has two source records');
      source = readSourceRecord(reader.message(), (nested) =>
        readDefinition(nested, limits, budget, depth - 1),
      );
    } else unknown.push(reader.skip());
  }
  checkGraph(ops);
  return new Definition(ops, metadata, () => source, joined(unknown));
}

function tooManyOps(maxOps: number): BuildError {
  return new BuildError('E_LLB_LIMIT', `definition has more than ${maxOps} ops`);
}

function checkGraph(ops: readonly DefinitionOp[]): void {
  const known = new Set(ops.map(({ digest }) => digest as string));
  for (const [index, { digest, bytes }] of ops.entries()) {
    const op = decodeOp(bytes);
    for (const input of op.inputs) {
      if (!known.has(input.digest)) {
        throw new BuildError('E_LLB_DECODE', `op ${digest} uses an op that is not there`, {
          got: input.digest,
        });
      }
    }
    const isTerminal = index === ops.length - 1;
    if (isTerminal ? op.inputs.length === 0 : op.body === undefined) {
      throw new BuildError('E_LLB_DECODE', `op ${digest} does nothing`, {
        expected: isTerminal ? 'a last op that names the result' : 'a body',
      });
    }
  }
}

function readMetadataEntry(reader: WireReader, map: Map<string, OpMetadata>): void {
  let digest = '';
  let metadata: OpMetadata = { ignoreCache: false, caps: [] };
  while (reader.next()) {
    if (reader.field === 1) digest = reader.string();
    else if (reader.field === 2) metadata = readMetadata(reader.message());
    else reader.skip();
  }
  map.set(digest, metadata);
}

function readMetadata(reader: WireReader): OpMetadata {
  let ignoreCache = false;
  let description: Record<string, string> | undefined;
  let exportCache: boolean | undefined;
  let progressGroup: ProgressGroup | undefined;
  let linuxResources: LinuxResources | undefined;
  const caps = new Map<string, boolean>();
  const unknown: Uint8Array[] = [];
  while (reader.next()) {
    if (reader.field === 1) ignoreCache = reader.bool();
    else if (reader.field === 2) {
      description ??= Object.create(null) as Record<string, string>;
      readStringEntry(reader.message(), description);
    } else if (reader.field === 4) exportCache = readExportCache(reader.message());
    else if (reader.field === 5) readCap(reader.message(), caps);
    else if (reader.field === 6) progressGroup = readProgressGroup(reader.message());
    else if (reader.field === 7) linuxResources = readResources(reader.message());
    else unknown.push(reader.skip());
  }
  const names = [...caps.keys()];
  const disabledCaps = names.filter((cap) => caps.get(cap) === false);
  const rest = joined(unknown);
  return {
    ignoreCache,
    description,
    exportCache,
    caps: names.filter((cap) => caps.get(cap) === true),
    ...(disabledCaps.length === 0 ? {} : { disabledCaps }),
    progressGroup,
    linuxResources,
    ...(rest === undefined ? {} : { unknown: rest }),
  };
}

function readExportCache(reader: WireReader): boolean {
  let value = false;
  while (reader.next()) {
    if (reader.field === 1) value = reader.bool();
    else reader.skip();
  }
  return value;
}

function readCap(reader: WireReader, caps: Map<string, boolean>): void {
  let cap = '';
  let isEnabled = false;
  while (reader.next()) {
    if (reader.field === 1) cap = reader.string();
    else if (reader.field === 2) isEnabled = reader.bool();
    else reader.skip();
  }
  caps.set(cap, isEnabled);
}

function readProgressGroup(reader: WireReader): ProgressGroup {
  const group = { id: '', name: '', weak: false };
  while (reader.next()) {
    if (reader.field === 1) group.id = reader.string();
    else if (reader.field === 2) group.name = reader.string();
    else if (reader.field === 3) group.weak = reader.bool();
    else reader.skip();
  }
  return group;
}

function readResources(reader: WireReader): LinuxResources {
  const numbers = { memory: 0n, memorySwap: 0n, cpuShares: 0n, cpuPeriod: 0n, cpuQuota: 0n };
  const text = { cpusetCpus: '', cpusetMems: '' };
  while (reader.next()) {
    if (reader.field === 1) numbers.memory = reader.int64();
    else if (reader.field === 2) numbers.memorySwap = reader.int64();
    else if (reader.field === 3) numbers.cpuShares = reader.uint64();
    else if (reader.field === 4) numbers.cpuPeriod = reader.uint64();
    else if (reader.field === 5) numbers.cpuQuota = reader.int64();
    else if (reader.field === 6) text.cpusetCpus = reader.string();
    else if (reader.field === 7) text.cpusetMems = reader.string();
    else reader.skip();
  }
  return { ...numbers, ...text };
}

/** Unknown fields behind each other, or undefined for none. */
function joined(fields: readonly Uint8Array[]): Uint8Array | undefined {
  return fields.length === 0 ? undefined : Buffer.concat(fields);
}
