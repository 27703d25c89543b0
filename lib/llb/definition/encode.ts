import type { LinuxResources, OpMetadata } from '../wire/metadata';
import { compareUtf8 } from '../wire/utf8-order';
import { WireWriter } from '../wire/writer';
import type { Definition } from './definition';
import type { InfoLocation, Position, SourceInfo, SourceRecord } from './source-map';

/**
 * Serialises a definition: ops as they are, maps sorted by key.
 *
 * Go's client writes the maps in random order, so only the ops have an agreed form; this form is
 * the one that Go's deterministic marshalling gives.
 */
export function encodeDefinition(definition: Definition): Uint8Array {
  const writer = idle.pop() ?? new WireWriter();
  writer.reset();
  try {
    writeDefinition(writer, definition);
    return writer.take();
  } finally {
    idle.push(writer);
  }
}

// A source info may hold a definition of its own, so one writer is not always enough.
const idle: WireWriter[] = [];

function writeDefinition(writer: WireWriter, definition: Definition): void {
  for (const { bytes } of definition.ops) writer.bytesElement(1, bytes);
  for (const [digest, metadata] of sorted(definition.metadata)) {
    const entry = writer.open(2);
    writer.element(1, digest);
    const value = writer.open(2);
    writeMetadata(writer, metadata);
    writer.close(value);
    writer.close(entry);
  }
  const { source } = definition;
  if (source !== undefined) {
    const mark = writer.open(3);
    writeSource(writer, source);
    writer.close(mark);
  }
  if (definition.unknown !== undefined) writer.raw(definition.unknown);
}

function writeMetadata(writer: WireWriter, metadata: OpMetadata): void {
  writer.bool(1, metadata.ignoreCache);
  for (const [key, value] of sorted(Object.entries(metadata.description ?? {}))) {
    const entry = writer.open(2);
    writer.element(1, key);
    writer.element(2, value);
    writer.close(entry);
  }
  if (metadata.exportCache !== undefined) {
    const mark = writer.open(4);
    writer.bool(1, metadata.exportCache);
    writer.close(mark);
  }
  writeCaps(writer, metadata);
  if (metadata.progressGroup !== undefined) {
    const mark = writer.open(6);
    writer.string(1, metadata.progressGroup.id);
    writer.string(2, metadata.progressGroup.name);
    writer.bool(3, metadata.progressGroup.weak ?? false);
    writer.close(mark);
  }
  if (metadata.linuxResources !== undefined) writeResources(writer, metadata.linuxResources);
  if (metadata.unknown !== undefined) writer.raw(metadata.unknown);
}

function writeCaps(writer: WireWriter, { caps, disabledCaps = [] }: OpMetadata): void {
  const values = new Map<string, boolean>();
  for (const cap of disabledCaps) values.set(cap, false);
  for (const cap of caps) values.set(cap, true);
  for (const [cap, isEnabled] of sorted(values)) {
    const entry = writer.open(5);
    writer.element(1, cap);
    writer.intElement(2, isEnabled ? 1 : 0);
    writer.close(entry);
  }
}

function writeResources(writer: WireWriter, resources: LinuxResources): void {
  const mark = writer.open(7);
  writer.int(1, resources.memory ?? 0);
  writer.int(2, resources.memorySwap ?? 0);
  writer.int(3, resources.cpuShares ?? 0);
  writer.int(4, resources.cpuPeriod ?? 0);
  writer.int(5, resources.cpuQuota ?? 0);
  writer.string(6, resources.cpusetCpus ?? '');
  writer.string(7, resources.cpusetMems ?? '');
  writer.close(mark);
}

function writeSource(writer: WireWriter, source: SourceRecord): void {
  for (const [digest, locations] of sorted(source.locations)) {
    const entry = writer.open(1);
    writer.element(1, digest);
    const value = writer.open(2);
    for (const location of locations) writeLocation(writer, location);
    writer.close(value);
    writer.close(entry);
  }
  for (const info of source.infos) writeInfo(writer, info);
  if (source.unknown !== undefined) writer.raw(source.unknown);
}

function writeInfo(writer: WireWriter, info: SourceInfo): void {
  const mark = writer.open(2);
  writer.string(1, info.filename);
  writer.bytes(2, info.data);
  if (info.definition !== undefined) writer.bytesElement(3, info.definition.toBytes());
  writer.string(4, info.language);
  if (info.unknown !== undefined) writer.raw(info.unknown);
  writer.close(mark);
}

function writeLocation(writer: WireWriter, { sourceIndex, ranges }: InfoLocation): void {
  const mark = writer.open(1);
  writer.int(1, sourceIndex);
  for (const { start, end } of ranges) {
    const range = writer.open(2);
    writePosition(writer, 1, start);
    writePosition(writer, 2, end);
    writer.close(range);
  }
  writer.close(mark);
}

function writePosition(writer: WireWriter, field: number, position: Position): void {
  const mark = writer.open(field);
  writer.int(1, position.line);
  writer.int(2, position.character);
  writer.close(mark);
}

function sorted<T>(entries: Iterable<readonly [string, T]>): (readonly [string, T])[] {
  return [...entries].sort(([a], [b]) => compareUtf8(a, b));
}
