import { BuildError } from '../../errors';

/** What a yarn.lock and the package.json beside it say, before places are chosen. */
export interface YarnProject {
  /** Folders of the project by their paths; that of the project itself is empty. */
  readonly folders: Readonly<Record<string, YarnFolder>>;
  /** Packages by what asks for them, as yarn.lock has it: `a@^1.0.0, a@^1.2.0`. */
  readonly packages: Readonly<Record<string, YarnPackage>>;
}

/** NpmRanges by name. */
export type NpmRanges = Readonly<Record<string, string>>;

/** A folder of the project, with what its package.json says. */
export interface YarnFolder {
  /** What it needs. @default {} */
  readonly dependencies?: NpmRanges;
  /** What it is developed with. @default {} */
  readonly devDependencies?: NpmRanges;
  /** What it can do without. @default {} */
  readonly optionalDependencies?: NpmRanges;
}

/** A package of a yarn.lock. */
export interface YarnPackage {
  /** As its package.json says: `1.2.3`. */
  readonly version: string;
  /** URL of the archive. */
  readonly resolved: string;
  /** `sha512-…`. */
  readonly integrity: string;
  /** What it needs. @default {} */
  readonly dependencies?: NpmRanges;
  /** What it can do without. @default {} */
  readonly optionalDependencies?: NpmRanges;
}

const SETS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
type Sets = Readonly<Partial<Record<(typeof SETS)[number], NpmRanges>>>;

/**
 * Reads what {@link YarnProject} is of the lock of an app.
 *
 * @throws BuildError `E_NPM_LOCK`
 */
export function readYarnProject(value: unknown): YarnProject {
  const { folders, packages } = objectOf(value, 'it');
  return {
    folders: recordOf(folders, 'folders', setsOf),
    packages: recordOf(packages, 'packages', (one, at) => {
      const { integrity, resolved, version } = objectOf(one, at);
      return {
        version: textOf(version, `${at}.version`),
        resolved: textOf(resolved, `${at}.resolved`),
        integrity: textOf(integrity, `${at}.integrity`),
        ...setsOf(one, at),
      };
    }),
  };
}

/** The ranges of a package.json, or of what has the same form. */
export function setsOf(value: unknown, at: string): Sets {
  const fields = objectOf(value, at);
  return Object.fromEntries(
    SETS.flatMap((set) =>
      fields[set] === undefined ? [] : [[set, recordOf(fields[set], `${at}.${set}`, textOf)]],
    ),
  );
}

function recordOf<T>(
  value: unknown,
  at: string,
  read: (member: unknown, at: string) => T,
): Readonly<Record<string, T>> {
  const entries = Object.entries(objectOf(value, at));
  return Object.fromEntries(
    entries.map(([name, member]) => [name, read(member, `${at}[${JSON.stringify(name)}]`)]),
  );
}

function objectOf(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw wrong(value, at, 'an object');
}

function textOf(value: unknown, at: string): string {
  if (typeof value === 'string') return value;
  throw wrong(value, at, 'a string');
}

function wrong(value: unknown, at: string, expected: string): BuildError {
  return new BuildError(
    'E_NPM_LOCK',
    `the lock of the packages: ${at.slice(0, 300)} has the wrong form`,
    {
      got: (JSON.stringify(value) ?? 'nothing').slice(0, 200),
      expected,
    },
  );
}
