import { nodeHash } from './hash-tree';

/** Levels of the log in a tile, and what a tile has at most. */
const HEIGHT = 8;
const WIDTH = 2 ** HEIGHT;
const HASH_BYTES = 32;

/** A file of a log: up to 256 hashes of one level beside each other. */
export interface Tile {
  /** Path below the address of the database. */
  readonly path: string;
  /** Path of the whole tile, which stands in for one that was not whole when it was named. */
  readonly wholePath: string;
  /** How many hashes it has. */
  readonly width: number;
  /** The hash of a subtree, of the content of the tile. */
  hash(content: Buffer): Buffer;
}

/**
 * The tile that a hash of a subtree is in.
 *
 * @param size records of the log
 * @see golang.org/x/mod/sumdb/tlog, `Tile`
 */
export function tileOf(level: number, index: number, size: number): Tile {
  const row = Math.floor(level / HEIGHT);
  const inner = level - row * HEIGHT;
  const first = index * 2 ** inner;
  const number = Math.floor(first / WIDTH);
  const width = Math.min(Math.floor(size / 2 ** (row * HEIGHT)) - number * WIDTH, WIDTH);
  const wholePath = `tile/${HEIGHT}/${row}/${numbered(number)}`;
  return {
    wholePath,
    path: width === WIDTH ? wholePath : `${wholePath}.p/${width}`,
    width,
    hash: (content) => {
      const start = first - number * WIDTH;
      let hashes = Array.from({ length: 2 ** inner }, (_, at) => {
        const from = (start + at) * HASH_BYTES;
        return content.subarray(from, from + HASH_BYTES);
      });
      while (hashes.length > 1) {
        hashes = hashes.flatMap((left, at) => {
          const right = hashes[at + 1];
          return at % 2 === 0 && right !== undefined ? [nodeHash(left, right)] : [];
        });
      }
      return hashes[0] ?? Buffer.alloc(0);
    },
  };
}

/** `x001/x234/067` of 1234067. */
function numbered(number: number): string {
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, '0');
  const groups = digits.match(/\d{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}
