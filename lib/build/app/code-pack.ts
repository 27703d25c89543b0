import { createHash } from 'node:crypto';

const HASH_BYTES = 32;

/** Compiled code of a module, and which text it was made from. */
export interface KeptCode {
  /** {@link fingerprint} of the text. */
  readonly source: string;
  readonly code: Buffer;
}

/** Of a module's text, so that code is used for no other. */
export function fingerprint(content: string): string {
  return createHash('sha256').update(content).digest('base64');
}

type Entry = readonly [filename: string, source: string, length: number];

/**
 * One file for the code of all modules: the sha256 of what follows, the length of the list of
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
  return Buffer.concat([sha256(body), body]);
}

const sha256 = (body: Uint8Array): Buffer => createHash('sha256').update(body).digest();

/**
 * V8 does not check what it is given, so a damaged file must not come so far. A file that is made to
 * do harm has the right hash: it is for the caller to know who has written it.
 */
export function unpackCode(pack: Buffer): Map<string, KeptCode> {
  const body = pack.subarray(HASH_BYTES);
  if (!pack.subarray(0, HASH_BYTES).equals(sha256(body)))
    throw new RangeError('the file is damaged');
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
