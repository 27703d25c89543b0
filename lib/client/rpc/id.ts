import { randomBytes } from 'node:crypto';

/** A new id of a session or a solve: 25 characters of base 36, as BuildKit's clients make them. */
export function newId(): string {
  const number = BigInt(`0x${randomBytes(17).toString('hex')}`);
  return number.toString(36).padStart(25, '0').slice(-25);
}
