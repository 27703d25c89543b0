import crypto from 'node:crypto';
import { callSite } from './call-site';
import type { Recorder } from './recorder';
import { replace } from './replace';
import type { WorldSettings } from './world-settings';

/** Gives the app random numbers that are the same in two runs with one seed. */
export function replaceChance({ seed }: WorldSettings, recorder: Recorder): void {
  const next = numbers(seed);
  const bytes = (size: number) => Uint8Array.from({ length: size }, () => Math.floor(next() * 256));
  const isApp = (what: string, entry: (...args: never[]) => unknown): boolean => {
    const source = callSite(entry);
    recorder.record('chance', what, source);
    return source !== undefined;
  };
  const fill = (target: unknown): unknown => {
    if (ArrayBuffer.isView(target)) {
      const { buffer, byteLength, byteOffset } = target;
      new Uint8Array(buffer, byteOffset, byteLength).set(bytes(byteLength));
    }
    return target;
  };

  replace(Math, 'random', (call, _args, entry) =>
    isApp('Math.random()', entry) ? next() : call(),
  );
  for (const owner of [crypto, globalThis.crypto]) {
    if (owner === undefined) continue;
    replace(owner, 'randomUUID', (call, _args, entry) =>
      isApp('crypto.randomUUID()', entry) ? uuid(bytes(16)) : call(),
    );
    replace(owner, 'getRandomValues', (call, args, entry) =>
      isApp('crypto.getRandomValues()', entry) ? fill(args[0]) : call(),
    );
  }
  // Those with a callback stay as they are: chance itself will tell them.
  replace(crypto, 'randomBytes', (call, args, entry) => {
    const [size, callback] = args;
    if (!isApp('crypto.randomBytes()', entry) || callback !== undefined) return call();
    return typeof size === 'number' ? Buffer.from(bytes(size)) : call();
  });
  replace(crypto, 'randomFillSync', (call, args, entry) =>
    isApp('crypto.randomFillSync()', entry) && args.length === 1 ? fill(args[0]) : call(),
  );
  replace(crypto, 'randomInt', (call, args, entry) => {
    if (!isApp('crypto.randomInt()', entry) || args.some((it) => typeof it !== 'number')) {
      return call();
    }
    const [from, to] = args.length === 1 ? [0, Number(args[0])] : args.map(Number);
    if (from === undefined || to === undefined) return call();
    return from + Math.floor(next() * (to - from));
  });
}

/** Numbers from 0 to 1 that a seed decides: mulberry32. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function uuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  const version = `4${hex.slice(13, 16)}`;
  const variant = `8${hex.slice(17, 20)}`;
  return [hex.slice(0, 8), hex.slice(8, 12), version, variant, hex.slice(20)].join('-');
}
