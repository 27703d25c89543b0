import { crc32 } from 'node:zlib';

/** Compiled code of a module, and which text it was made from. */
export interface KeptCode {
  /** {@link fingerprint} of the text. */
  readonly source: string;
  readonly code: Buffer;
}

/** Of a module's text; as Node's own cache has it, it finds changes, not attacks. */
export function fingerprint(content: string): string {
  return `${content.length}:${crc32(content)}`;
}

type Entry = readonly [filename: string, source: string, length: number];

/**
 * One file for the code of all modules: a checksum of what follows, the length of the list of
 * modules, the list as JSON, and the code of each.
 */
export function packCode(modules: ReadonlyMap<string, KeptCode>): Buffer {
  const list = [...modules].map(([filename, { source, code }]): Entry => {
    return [filename, source, code.length];
  });
  const json = Buffer.from(JSON.stringify(list));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const body = Buffer.concat([length, json, ...[...modules.values()].map(({ code }) => code)]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32(body));
  return Buffer.concat([checksum, body]);
}

/** V8 does not check what it is given, so a damaged file must not come so far. */
export function unpackCode(pack: Buffer): Map<string, KeptCode> {
  const body = pack.subarray(4);
  if (pack.readUInt32LE() !== crc32(body)) throw new RangeError('the file is damaged');
  const start = 4 + body.readUInt32LE();
  const list = JSON.parse(body.toString('utf8', 4, start)) as readonly Entry[];
  let at = start;
  return new Map(
    list.map(([filename, source, length]) => {
      const code = body.subarray(at, at + length);
      at += length;
      return [filename, { source, code }];
    }),
  );
}
