import fc from 'fast-check';
import { nearMisses } from '../../lib/errors/near-miss';
import { EDIT, prefixDistances } from '../../lib/errors/prefix-distance';

/** The distance as its table says it, cell by cell, without a word of speed. */
function plainDistances(word: string, name: string): number[] {
  const separators = '-_.+/';
  const isSeparator = (letter: string | undefined) => separators.includes(letter ?? ' ');
  const gap = (text: string, at: number) =>
    isSeparator(text[at]) ? 2 : at > 0 && text[at] === text[at - 1] ? 3 : EDIT;
  const cost = (i: number, j: number): number => {
    const [a, b] = [word[i - 1], name[j - 1]];
    if (a === b) return 0;
    return isSeparator(a) && isSeparator(b) ? 1 : EDIT;
  };
  const table: number[][] = [];
  for (let i = 0; i <= word.length; i += 1) {
    const row: number[] = [];
    for (let j = 0; j <= name.length; j += 1) {
      const ways = [i === 0 && j === 0 ? 0 : Number.POSITIVE_INFINITY];
      if (i > 0) ways.push((table[i - 1]?.[j] ?? 0) + gap(word, i - 1));
      if (j > 0) ways.push((row[j - 1] ?? 0) + gap(name, j - 1));
      if (i > 0 && j > 0) ways.push((table[i - 1]?.[j - 1] ?? 0) + cost(i, j));
      if (i > 1 && j > 1 && word[i - 1] === name[j - 2] && word[i - 2] === name[j - 1]) {
        ways.push((table[i - 2]?.[j - 2] ?? 0) + 3);
      }
      row.push(Math.min(...ways));
    }
    table.push(row);
  }
  return table[word.length] ?? [];
}

const word = fc.string({ unit: fc.constantFrom(...'aabc-_.1'), maxLength: 7 });

test('the distances to the beginnings of a name are those of the table, up to the limit', () => {
  const limit = 3 * EDIT;
  fc.assert(
    fc.property(word, fc.array(word, { minLength: 1, maxLength: 5 }), (wanted, names) => {
      const distances = prefixDistances(wanted, limit);
      for (const name of names) {
        const expected = plainDistances(wanted, name);
        // The result is overwritten by the next call.
        const found = distances(name) && Array.from(distances(name) ?? []);
        if (found === undefined) {
          expect(Math.min(...expected)).toBeGreaterThan(limit);
          continue;
        }
        for (const [length, distance] of found.entries()) {
          const real = expected[length] ?? 0;
          expect([wanted, name, length, distance <= limit ? distance : 'far']).toEqual([
            wanted,
            name,
            length,
            real <= limit ? real : 'far',
          ]);
        }
        // Beginnings that were not measured are too long to be near.
        expect(expected.slice(found.length).filter((one) => one <= limit)).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

test('a distance is 0 to itself alone, and as far there as back', () => {
  const whole = (a: string, b: string) => prefixDistances(a, 1000)(b)?.[b.length];
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(whole(a, a)).toBe(0);
      expect(whole(a, b)).toBe(whole(b, a));
      expect(whole(a, b) === 0).toBe(a === b);
    }),
  );
});

describe('near misses', () => {
  const name = fc.string({ unit: fc.constantFrom(...'abcdefgh-12'), minLength: 6, maxLength: 14 });
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 20 });

  test('are names of the list, each once, at most as many as asked for', () => {
    fc.assert(
      fc.property(name, names, fc.integer({ min: 1, max: 4 }), (wanted, list, count) => {
        const found = nearMisses(wanted, list, count);

        expect(found.length).toBeLessThanOrEqual(count);
        expect(new Set(found).size).toBe(found.length);
        expect(found.filter((one) => !list.includes(one))).toEqual([]);
      }),
    );
  });

  test('do not depend on the order of the list', () => {
    fc.assert(
      fc.property(name, names, (wanted, list) => {
        expect(nearMisses(wanted, [...list].reverse())).toEqual(nearMisses(wanted, list));
      }),
    );
  });

  test('begin with the name itself where it is there', () => {
    fc.assert(
      fc.property(names, fc.nat(), (list, at) => {
        const wanted = list[at % list.length] ?? '';

        expect(nearMisses(wanted, list)[0]).toBe(wanted);
      }),
    );
  });

  test('find a long name in spite of one slip: a letter left out, doubled or swapped', () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.constantFrom('drop', 'double', 'swap'), (meant, n, slip) => {
        const at = 1 + (n % (meant.length - 2));
        const [a = '', b = ''] = [meant[at], meant[at + 1]];
        const middle = { drop: b, double: a + a + b, swap: b + a }[slip];
        const wanted = meant.slice(0, at) + middle + meant.slice(at + 2);

        expect(nearMisses(wanted, [meant, 'zzzzzzzz'])).toEqual([meant]);
      }),
    );
  });
});
