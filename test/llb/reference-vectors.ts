import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Definition } from '../../lib/llb';
import type { Recipe } from './recipe';

/** A random graph, and what BuildKit's own client made of it. */
export interface ReferenceVector {
  readonly seed: number;
  readonly recipe: Recipe;
  /** The serialised definition in base64. */
  readonly definition: string;
  /** What `buildctl debug dump-llb` prints, for some. */
  readonly dump?: string;
}

/** All vectors that scripts/llb-reference made. */
export function referenceVectors(): readonly ReferenceVector[] {
  return readFileSync(join(__dirname, '../fixtures/llb-reference.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The definition of a vector, as Go made it. */
export function referenceDefinition({ definition }: ReferenceVector): Definition {
  return Definition.fromBytes(Buffer.from(definition, 'base64'));
}
