import { BuildError } from '../../errors';

/**
 * Rules for what a daemon may fetch, in the JSON form of BuildKit, which `buildctl
 * --source-policy-file` reads. Of the rules that fit a source the last one holds; one that converts it
 * has all rules asked again.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/sourcepolicy/pb/policy.proto
 */
export interface SourcePolicy {
  /** Of the format. @default 1 */
  readonly version?: number | undefined;
  /** In their order. */
  readonly rules: readonly SourceRule[];
}

/** A rule for the sources that it fits. */
export interface SourceRule {
  /** `ALLOW` and `DENY` say whether a source is fetched, `CONVERT` makes another of it. */
  readonly action: (typeof ACTIONS)[number];
  /** What it fits. */
  readonly selector: SourceSelector;
  /** What `CONVERT` makes of it. @default - nothing changes */
  readonly updates?:
    | {
        /** Identifier of the other source. @default - it stays */
        readonly identifier?: string | undefined;
        /** Attributes that are set, e.g. `http.checksum`. @default - they stay */
        readonly attrs?: Readonly<Record<string, string>> | undefined;
      }
    | undefined;
}

/** Which sources a rule fits. */
export interface SourceSelector {
  /** `docker-image://docker.io/library/*`, `https://example.org/a`, by `match_type`. */
  readonly identifier: string;
  /** @default 'WILDCARD' */
  readonly match_type?: (typeof MATCH_TYPES)[number] | undefined;
  /** What its attributes must be, too. @default - they may be any */
  readonly constraints?: readonly SourceConstraint[] | undefined;
}

/** What an attribute of a source must be. */
export interface SourceConstraint {
  /** Name of the attribute. */
  readonly key: string;
  /** Its value, or with `MATCHES` a regular expression. */
  readonly value: string;
  /** @default 'EQUAL' */
  readonly condition?: (typeof CONDITIONS)[number] | undefined;
}

// By their numbers on the wire.
const ACTIONS = ['ALLOW', 'DENY', 'CONVERT'] as const;
const MATCH_TYPES = ['WILDCARD', 'EXACT', 'REGEX'] as const;
const CONDITIONS = ['EQUAL', 'NOTEQUAL', 'MATCHES'] as const;

/**
 * The message of a policy.
 *
 * @throws BuildError `E_SOURCE_POLICY` for a word that is none of BuildKit's
 */
export function policyMessage({ rules, version = 1 }: SourcePolicy) {
  return {
    version,
    rules: rules.map(({ action, selector, updates }) => ({
      action: numberOf(action, ACTIONS),
      selector: {
        identifier: selector.identifier,
        matchType: numberOf(selector.match_type ?? 'WILDCARD', MATCH_TYPES),
        constraints: (selector.constraints ?? []).map(({ condition = 'EQUAL', key, value }) => ({
          key,
          value,
          condition: numberOf(condition, CONDITIONS),
        })),
      },
      ...(updates === undefined
        ? {}
        : { updates: { identifier: updates.identifier ?? '', attrs: { ...updates.attrs } } }),
    })),
  };
}

function numberOf(word: string, words: readonly string[]): number {
  const number = words.indexOf(word);
  if (number >= 0) return number;
  throw new BuildError('E_SOURCE_POLICY', `source policy has "${word}"`, {
    got: word,
    expected: words.join(', '),
  });
}
