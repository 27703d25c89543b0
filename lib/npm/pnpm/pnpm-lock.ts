import { BuildError } from '../../errors';

/** What a pnpm-lock.yaml says, as it is written there. */
export interface PnpmLock {
  /** Folders of the project with what they need, by path; `.` is the project itself. */
  readonly importers: ReadonlyMap<string, Fields>;
  /** Packages by name and version, with what they are for. */
  readonly packages: ReadonlyMap<string, Fields>;
  /** Packages by name, version and peers, with what they need. */
  readonly snapshots: ReadonlyMap<string, Fields>;
}

export type Fields = Readonly<Record<string, unknown>>;

/** What changes what is installed and cannot be made here. */
const REFUSED = {
  patchedDependencies: 'patches of packages',
  pnpmfileChecksum: 'a .pnpmfile.cjs, which changes packages',
} as const;

/**
 * Reads a pnpm-lock.yaml of version 9.
 *
 * @throws BuildError `E_NPM_LOCK`, `E_NPM_SOURCE`
 */
export function parsePnpmLock(text: string): PnpmLock {
  const lock = parseYaml(text, 'pnpm-lock.yaml');
  if (!/^9\.\d+$/.test(String(lock.lockfileVersion))) {
    throw new BuildError('E_NPM_LOCK', 'pnpm-lock.yaml has a version that is not read', {
      got: `lockfileVersion ${JSON.stringify(lock.lockfileVersion) ?? 'none'}`.slice(0, 100),
      expected: 'version 9, as pnpm 9 and newer write it',
      fix: 'run "pnpm install --lockfile-only" with pnpm 9 or newer, and commit the file',
    });
  }
  for (const [field, what] of Object.entries(REFUSED)) {
    if (lock[field] === undefined) continue;
    throw new BuildError('E_NPM_SOURCE', `pnpm-lock.yaml has ${what}`, {
      got: `"${field}"`,
      expected: 'packages as registries have them',
      fix: 'publish what is changed as a package of your own, or put it into the project as a folder of the workspace',
    });
  }
  return {
    importers: fieldsByName(lock.importers, 'importers'),
    packages: fieldsByName(lock.packages ?? {}, 'packages'),
    snapshots: fieldsByName(lock.snapshots ?? {}, 'snapshots'),
  };
}

/** @throws BuildError `E_NPM_LOCK` */
export function parseYaml(text: string, file: string): Fields {
  // Loaded only where there is such a lock.
  const { parse }: typeof import('yaml') = require('yaml');
  try {
    return fieldsOf(parse(text, { maxAliasCount: 0, schema: 'core' }), 'it');
  } catch (cause) {
    if (BuildError.is(cause)) throw cause;
    throw new BuildError('E_NPM_LOCK', `${file} is no YAML`, {
      got: (cause instanceof Error ? cause.message : String(cause)).slice(0, 400),
      cause,
    });
  }
}

function fieldsByName(value: unknown, at: string): ReadonlyMap<string, Fields> {
  const entries = Object.entries(fieldsOf(value, at));
  return new Map(entries.map(([name, member]) => [name, fieldsOf(member, `${at}.${name}`)]));
}

/** @throws BuildError `E_NPM_LOCK` for what is no object */
export function fieldsOf(value: unknown, at: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new BuildError('E_NPM_LOCK', `pnpm-lock.yaml: ${at.slice(0, 300)} has the wrong form`, {
    got: (JSON.stringify(value) ?? 'nothing').slice(0, 200),
    expected: 'an object',
  });
}
