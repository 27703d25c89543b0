/** How much versions of packages are wanted: a stanza of apt_preferences(5). */
export interface Pin {
  /** Names and patterns of packages, `src:<name>` for those of a source; `*` alone for all. */
  readonly packages: readonly string[];
  /** Versions by what their suite's Release says, as after `Pin: release`. @default - not by that */
  readonly release?: string | undefined;
  /** Versions by the host of their archive, as after `Pin: origin`. @default - not by that */
  readonly origin?: string | undefined;
  /** Versions by a pattern, as after `Pin: version`. @default - not by that */
  readonly version?: string | undefined;
  /** How much they are wanted, from -32768 to 32767: never below 0. */
  readonly priority: number;
}

/** What of a Release a pin may name, by apt's letters. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['a', 'archive'],
  ['n', 'code name'],
  ['o', 'origin'],
  ['l', 'label'],
  ['c', 'component'],
  ['v', 'version'],
]);

/** What a Release must say for a pin to hold: each letter with its pattern; `r` is `a` or `n`. */
export function releaseTerms(release: string): ReadonlyMap<string, string> {
  if (release === '*') return new Map();
  if (!release.includes('=')) return new Map([[/^\d/.test(release) ? 'v' : 'r', release]]);
  return new Map(
    release.split(',').map((term) => {
      const [letter = '', ...value] = term.split('=');
      return [letter.trim(), value.join('=').trim()] as const;
    }),
  );
}

/** What is wrong with a pin, in the parts of an error. */
export interface PinProblem {
  readonly message: string;
  readonly got: string;
  readonly expected: string;
}

/** Tells why a pin says nothing; undefined where it says something. */
export function pinProblem(pin: Pin): PinProblem | undefined {
  const { origin, packages, priority, release, version } = pin;
  const ways = Object.entries({ release, origin, version }).filter(([, value]) => value);
  if (ways.length !== 1) {
    return {
      message: 'does not say which versions it is for',
      got: ways.length === 0 ? 'neither' : ways.map(([name]) => name).join(' and '),
      expected: 'one of release, origin and version',
    };
  }
  if (priority === 0) {
    return {
      message: 'has no priority',
      got: '0',
      expected: 'a number above 0 for versions that are wanted, below for those that are not',
    };
  }
  if (version !== undefined && packages.includes('*')) {
    return {
      message: 'is for a version of all packages',
      got: `version "${version}" of "*"`,
      expected: 'names of packages, or patterns of them: no two have the same versions',
    };
  }
  if (packages.includes('*') && packages.length > 1) {
    return {
      message: 'names packages beside "*"',
      got: packages.map((name) => `"${name}"`).join(', '),
      expected: '"*" alone, or other names: a pin for all packages counts less than one for some',
    };
  }
  return release === undefined ? undefined : releaseProblem(release);
}

function releaseProblem(release: string): PinProblem | undefined {
  for (const [letter, value] of releaseTerms(release)) {
    if (letter === 'r') continue;
    if (LETTERS.has(letter) && value !== '') continue;
    return {
      message: 'names something that no Release has',
      got: `"${letter}=${value}"`,
      expected: [...LETTERS].map(([known, says]) => `${known}= (${says})`).join(', '),
    };
  }
  return undefined;
}
