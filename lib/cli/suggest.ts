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
  '--quiet': '--progress',
};

/** The candidate that the user most likely meant, if any is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const synonym = SYNONYMS[word];
  if (synonym !== undefined && candidates.includes(synonym)) return synonym;
  const limit = Math.max(1, Math.floor(word.replace(/^-+/, '').length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate);
    if (distance <= limit && (best === undefined || distance < best.distance)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate;
}

/** Number of insertions, deletions, replacements and swaps of neighbours between two words. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let distance = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + cost,
      );
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && swapped) {
        distance = Math.min(distance, at(beforeLast, column - 2) + 1);
      }
      current.push(distance);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
