import { nearMisses } from '../../errors/near-miss';

/** Words of other tools, and what does the same here. */
const SYNONYMS: Readonly<Record<string, string>> = {
  list: 'ls',
  images: 'ls',
  synthesize: 'synth',
  synthesise: 'synth',
  emit: 'synth',
  pin: 'lock',
  resolve: 'lock',
  deploy: 'push',
  publish: 'push',
  bake: 'build',
  '--platforms': '--platform',
  '--arch': '--platform',
  '--target': '--platform',
  '--host': '--addr',
  '--builder': '--addr',
  '--nocache': '--no-cache',
  '--nocolor': '--no-color',
  '--verbose': '--progress',
};

/** The candidate that the user most likely meant, if any is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const synonym = SYNONYMS[word];
  if (synonym !== undefined && candidates.includes(synonym)) return synonym;
  return nearMisses(word, candidates, 1)[0];
}

/** The same as the `fix` of an error, where any is near. */
export function didYouMean(word: string, candidates: readonly string[]): { fix?: string } {
  const meant = nearest(word, candidates);
  return meant === undefined ? {} : { fix: `did you mean "${meant}"?` };
}
