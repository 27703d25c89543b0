import { createHash } from 'node:crypto';

/** A hash for made-up answers: 64 hex digits, always the same for the text. */
export function fakeHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A whole number below a limit, always the same for the text. */
export function fakeNumber(text: string, limit: number): number {
  return Number.parseInt(fakeHash(text).slice(0, 8), 16) % limit;
}
