import { createHash } from 'node:crypto';

/** Tells answers of the lock apart: `sha256:…` of their JSON. */
export function answerDigest(answer: unknown): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(answer)).digest('hex')}`;
}
