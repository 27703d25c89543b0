/** What is wrong with the name of a suite, in the parts of an error. */
export interface SuiteProblem {
  readonly code: 'E_DEBIAN_SUITE_NAME' | 'E_DEBIAN_SUITE_OLD';
  readonly message: string;
  readonly expected: string;
  readonly fix?: string;
}

/** Names that move from one release to the next, and the code name of today. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['stable', 'trixie'],
  ['oldstable', 'bookworm'],
  ['oldoldstable', 'bookworm'],
  ['testing', 'forky'],
  ['unstable', 'sid'],
  ['experimental', 'sid'],
]);

/** Releases before the first that is supported. */
const OLD = new Set([
  ...['woody', 'sarge', 'etch', 'lenny', 'squeeze', 'wheezy', 'jessie', 'stretch'],
  ...['buster', 'bullseye'],
]);

const EXPECTED = 'a code name: "trixie"; the updates and security suites come with it';

/**
 * Tells why a suite cannot be built from; undefined where nothing speaks against it. A base holds
 * the state of one release, so a name that means another one next year is none for it.
 */
export function suiteProblem(suite: string): SuiteProblem | undefined {
  const codeName = ALIASES.get(suite);
  if (codeName !== undefined || !/^[a-z]+$/.test(suite)) {
    return {
      code: 'E_DEBIAN_SUITE_NAME',
      message: 'the suite is no code name of a Debian release',
      expected: EXPECTED,
      ...(codeName === undefined ? {} : { fix: `name the release: "${codeName}"` }),
    };
  }
  if (!OLD.has(suite)) return undefined;
  return {
    code: 'E_DEBIAN_SUITE_OLD',
    message: 'the suite is older than what can be built from',
    // Its packages do not all work with a merged /usr.
    expected: '"bookworm", "trixie" or later: releases with a merged /usr alone',
    fix: 'set the suite to "trixie", or to "bookworm"',
  };
}
