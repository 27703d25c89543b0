import { createHash, generateKeyPairSync, sign } from 'node:crypto';

const sha256 = (...parts: (Buffer | string)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** A checksum database with a key of its own, as golang.org/x/mod/sumdb says that one is. */
export class ChecksumLog {
  readonly name: string;
  /** What GOSUMDB names it by. */
  readonly key: string;
  readonly #sign: (text: string) => string;
  /** Lines of go.sum, by the place in the log. */
  readonly records: string[] = [];

  constructor(name = 'sum.example.org') {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const { x = '' } = publicKey.export({ format: 'jwk' });
    const bytes = Buffer.concat([Buffer.of(1), Buffer.from(x, 'base64url')]);
    const id = sha256(`${name}\n`, bytes).subarray(0, 4);
    this.name = name;
    this.key = `${name}+${id.toString('hex')}+${bytes.toString('base64')}`;
    this.#sign = (text) => {
      const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]);
      return `${text}\n\u2014 ${name} ${signature.toString('base64')}\n`;
    };
  }

  /** The hash of records, by the definition. @see RFC 6962, 2.1 */
  hash(from: number, to: number): Buffer {
    if (to - from === 1) return sha256(Buffer.of(0), this.records[from] ?? '');
    let left = 1;
    while (left * 2 < to - from) left *= 2;
    return sha256(Buffer.of(1), this.hash(from, from + left), this.hash(from + left, to));
  }

  /** The signed head of its first records. */
  head(size = this.records.length): string {
    const hash = this.hash(0, size).toString('base64');
    return this.#sign(`go.sum database tree\n${size}\n${hash}\n`);
  }

  /** All that it serves below its address, by path. */
  files(prefix: string): Map<string, Buffer> {
    const size = this.records.length;
    const head = this.head();
    const files = new Map<string, Buffer>([
      [`${prefix}/supported`, Buffer.alloc(0)],
      [`${prefix}/latest`, Buffer.from(head)],
    ]);
    for (const [place, record] of this.records.entries()) {
      const [path = '', version = ''] = record.split(' ');
      const module = `${path}@${version}`.replace(/[A-Z]/g, (one) => `!${one.toLowerCase()}`);
      files.set(`${prefix}/lookup/${module}`, Buffer.from(`${place}\n${record}\n${head}`));
    }
    for (let row = 0, span = 1; span <= size; row += 1, span *= 256) {
      const count = Math.floor(size / span);
      for (let tile = 0; tile * 256 < count; tile += 1) {
        const width = Math.min(count - tile * 256, 256);
        const hashes = Array.from({ length: width }, (_, at) => {
          const from = (tile * 256 + at) * span;
          return this.hash(from, from + span);
        });
        const number = String(tile).padStart(3, '0');
        const end = width === 256 ? number : `${number}.p/${width}`;
        files.set(`${prefix}/tile/8/${row}/${end}`, Buffer.concat(hashes));
      }
    }
    return files;
  }
}
