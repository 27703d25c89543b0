import { createHash } from 'node:crypto';

/**
 * Names of builders by how well they suit an image, the best first: the same order for the same names,
 * whichever others there are beside them. So an image goes where its cache is, and a builder that comes
 * or goes moves no image but its own.
 *
 * @see Thaler, Ravishankar, "A Name-Based Mapping Scheme for Rendezvous"
 */
export function rankBuilders(image: string, builders: readonly string[]): string[] {
  const scores = new Map(builders.map((name) => [name, score(image, name)]));
  return [...builders].sort((a, b) => Buffer.compare(scores.get(b) ?? NONE, scores.get(a) ?? NONE));
}

const NONE = Buffer.alloc(0);

const score = (image: string, builder: string): Buffer =>
  createHash('sha256').update(`${builder}\0${image}`).digest();
