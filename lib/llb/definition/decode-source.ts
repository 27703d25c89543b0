import type { WireReader } from '../wire/reader';
import type { Definition } from './definition';
import type { InfoLocation, Position, Range, SourceInfo, SourceRecord } from './source-map';

/** Reads a `pb.Source`; `nested` reads the definitions inside it. */
export function readSourceRecord(
  reader: WireReader,
  nested: (bytes: Uint8Array) => Definition,
): SourceRecord {
  const infos: SourceInfo[] = [];
  const locations = new Map<string, readonly InfoLocation[]>();
  const unknown: Uint8Array[] = [];
  while (reader.next()) {
    if (reader.field === 1) readLocationsEntry(reader.message(), locations);
    else if (reader.field === 2) infos.push(readInfo(reader.message(), nested));
    else unknown.push(reader.skip());
  }
  checkIndexes(reader, infos, locations);
  return { infos, locations, ...(unknown.length === 0 ? {} : { unknown: Buffer.concat(unknown) }) };
}

function checkIndexes(
  reader: WireReader,
  infos: readonly SourceInfo[],
  locations: ReadonlyMap<string, readonly InfoLocation[]>,
): void {
  for (const list of locations.values()) {
    for (const { sourceIndex } of list) {
      if (infos[sourceIndex] === undefined) throw reader.fault(`source ${sourceIndex} is missing`);
    }
  }
}

function readLocationsEntry(reader: WireReader, map: Map<string, readonly InfoLocation[]>): void {
  let digest = '';
  let locations: readonly InfoLocation[] = [];
  while (reader.next()) {
    if (reader.field === 1) digest = reader.string();
    else if (reader.field === 2) locations = readLocations(reader.message());
    else reader.skip();
  }
  map.set(digest, locations);
}

function readLocations(reader: WireReader): readonly InfoLocation[] {
  const locations: InfoLocation[] = [];
  while (reader.next()) {
    if (reader.field === 1) locations.push(readLocation(reader.message()));
    else reader.skip();
  }
  return locations;
}

function readLocation(reader: WireReader): InfoLocation {
  let sourceIndex = 0;
  const ranges: Range[] = [];
  while (reader.next()) {
    if (reader.field === 1) sourceIndex = reader.int32();
    else if (reader.field === 2) ranges.push(readRange(reader.message()));
    else reader.skip();
  }
  return { sourceIndex, ranges };
}

const ORIGIN: Position = { line: 0, character: 0 };

function readRange(reader: WireReader): Range {
  let start = ORIGIN;
  let end = ORIGIN;
  while (reader.next()) {
    if (reader.field === 1) start = readPosition(reader.message());
    else if (reader.field === 2) end = readPosition(reader.message());
    else reader.skip();
  }
  return { start, end };
}

function readPosition(reader: WireReader): Position {
  const position = { line: 0, character: 0 };
  while (reader.next()) {
    if (reader.field === 1) position.line = reader.int32();
    else if (reader.field === 2) position.character = reader.int32();
    else reader.skip();
  }
  return position;
}

function readInfo(reader: WireReader, nested: (bytes: Uint8Array) => Definition): SourceInfo {
  let filename = '';
  let language = '';
  let data = new Uint8Array();
  let definition: Definition | undefined;
  const unknown: Uint8Array[] = [];
  while (reader.next()) {
    if (reader.field === 1) filename = reader.string();
    else if (reader.field === 2) data = new Uint8Array(reader.bytes());
    else if (reader.field === 3) definition = nested(reader.bytes());
    else if (reader.field === 4) language = reader.string();
    else unknown.push(reader.skip());
  }
  return {
    filename,
    language,
    data,
    definition,
    ...(unknown.length === 0 ? {} : { unknown: Buffer.concat(unknown) }),
  };
}
