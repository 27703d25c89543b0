import { BuildError } from '../errors';
import { formatIntegrity, parseIntegrity } from './integrity';
import { isFolder, isPackageName, isPackageVersion, isProjectFolder, nameAt } from './names';
import type { PlatformNeeds } from './node-platform';
import { archivePath, NPM_REGISTRY } from './registry';

/** What is at a place of a tree of packages. */
export interface NpmPackage extends PlatformNeeds {
  /** Place in the project: `node_modules/a/node_modules/b`; empty for the project itself. */
  readonly path: string;
  /** Its own name, whatever the folder is called; empty for a project that has none. */
  readonly name: string;
  /** Empty for a folder of the project that has none. */
  readonly version: string;
  readonly source: NpmSource;
  /** Whether it is needed for development alone. */
  readonly isDev: boolean;
  /** Whether everything works without it. */
  readonly isOptional: boolean;
  /** Whether it has a script of its own for when it is installed, or compiles something then. */
  readonly hasInstallScript: boolean;
  /** Programs by name, with their paths in the package. */
  readonly bin: ReadonlyMap<string, string>;
  /** Versions of Node that it is for. @default - all */
  readonly node?: string;
  /** Ranges of versions, by name. */
  readonly dependencies: ReadonlyMap<string, string>;
  readonly devDependencies: ReadonlyMap<string, string>;
  readonly optionalDependencies: ReadonlyMap<string, string>;
  readonly peerDependencies: ReadonlyMap<string, string>;
}

/** Where what is at a place comes from. */
export type NpmSource =
  | NpmArchive
  /** A link to a folder of the project, or to a package in the store of pnpm. */
  | { readonly type: 'link'; readonly target: string }
  /** A folder of the project. */
  | { readonly type: 'folder' }
  /** It is in the archive of a package above. */
  | { readonly type: 'bundled' };

/** An archive of a registry, or of any URL. */
export interface NpmArchive {
  /** Tells the kinds of source apart. */
  readonly type: 'archive';
  /** Of the public registry where the lock names no other place. */
  readonly url: string;
  /** `sha512-…`, the strongest hash of the lock. */
  readonly integrity: string;
  /** Whether its programs and scripts stand in its own package.json alone, and not in the lock. */
  readonly isUndescribed?: true;
}

/** A field of package-lock.json. */
type Fields = Readonly<Record<string, unknown>>;

const SOURCE_FIX =
  'take a version of a registry, or put it into the project as a folder: "npm install ./vendor/x"';

/**
 * Reads a package as package-lock.json has it.
 *
 * @throws BuildError `E_NPM_LOCK`, `E_NPM_SOURCE`
 * @see npm, docs: package-lock.json
 */
export function readNpmPackage(path: string, value: unknown): NpmPackage {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(path, '', describe(value), 'an object');
  }
  const fields: Fields = { ...value };
  const placed = nameAt(path);
  if (placed === undefined && path !== '' && !isProjectFolder(path)) {
    throw wrong(
      path,
      '',
      JSON.stringify(path.slice(0, 200)),
      'a folder of the project, or a package in node_modules',
    );
  }
  const name = text(fields, 'name', path) ?? placed ?? '';
  if (name !== '' && !isPackageName(name)) {
    // A project may be called as its folder is.
    if (placed !== undefined)
      throw wrong(path, 'name', JSON.stringify(name), 'a name of a package');
  }
  const version = text(fields, 'version', path) ?? '';
  const node = nodeRange(fields.engines);
  return {
    path,
    name,
    version,
    source: placed === undefined ? { type: 'folder' } : sourceOf(path, name, version, fields),
    isDev: fields.dev === true,
    isOptional: fields.optional === true || fields.devOptional === true,
    hasInstallScript: fields.hasInstallScript === true,
    bin: readBin(path, fields.bin),
    os: words(fields, 'os', path),
    cpu: words(fields, 'cpu', path),
    libc: words(fields, 'libc', path),
    ...(node === undefined ? {} : { node }),
    dependencies: ranges(fields, 'dependencies', path),
    devDependencies: ranges(fields, 'devDependencies', path),
    optionalDependencies: ranges(fields, 'optionalDependencies', path),
    peerDependencies: ranges(fields, 'peerDependencies', path),
  };
}

function sourceOf(path: string, name: string, version: string, fields: Fields): NpmSource {
  const resolved = text(fields, 'resolved', path);
  if (fields.link === true) {
    if (resolved !== undefined && (isProjectFolder(resolved) || nameAt(resolved) !== undefined))
      return { type: 'link', target: resolved };
    throw new BuildError('E_NPM_SOURCE', `"${name}" is a link to a folder outside of the project`, {
      got: describe(resolved),
      expected: 'a folder of the project',
      fix: 'move it into the project, or publish it',
    });
  }
  if (fields.inBundle === true) return { type: 'bundled' };
  if (!isPackageVersion(version))
    throw wrong(path, 'version', describe(fields.version), 'a whole version');
  const url = resolved ?? `${NPM_REGISTRY}/${archivePath(name, version)}`;
  requireUrl(name, url);
  const integrity = parseIntegrity(text(fields, 'integrity', path) ?? '');
  if (integrity !== undefined) {
    const archive = { type: 'archive', url, integrity: formatIntegrity(integrity) } as const;
    return fields.undescribed === true ? { ...archive, isUndescribed: true } : archive;
  }
  throw wrong(
    path,
    'integrity',
    describe(fields.integrity),
    'a sha512, as a registry has it of each package',
    'remove node_modules and package-lock.json, and run "npm install": what is there already is not asked for',
  );
}

/** @throws BuildError `E_NPM_SOURCE` */
function requireUrl(name: string, url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isWeb = parsed !== undefined && /^https?:$/.test(parsed.protocol);
  if (isWeb && parsed.username === '' && parsed.password === '' && parsed.hash === '') {
    if (!/[\s\p{C}]/u.test(url) && !/(?:^|\/)\.\.?(?:\/|$)/.test(url)) return;
  }
  const shown = url.replace(/\/\/[^/@]*@/, '//…@').slice(0, 200);
  const isGit = /^git(?:\+|:)|\.git(?:#|$)/.test(url);
  throw new BuildError(
    'E_NPM_SOURCE',
    isGit
      ? `"${name}" comes from a git repository, which has no hash to hold it to`
      : `"${name}" comes from where it cannot be fetched from`,
    {
      got: JSON.stringify(shown),
      expected: 'an http or https URL without a login',
      fix: SOURCE_FIX,
    },
  );
}

/** npm has written it without `./`; older ones have not. */
function readBin(path: string, value: unknown): ReadonlyMap<string, string> {
  const bin = new Map<string, string>();
  for (const [name, file] of entriesOf(value, path, 'bin')) {
    const relative = file.replace(/^(?:\.?\/)+/, '');
    if (!/^(?!\.{1,2}$)[\w.~@+-]{1,214}$/.test(name) || !isFolder(relative)) {
      throw wrong(
        path,
        'bin',
        JSON.stringify({ [name]: file }).slice(0, 200),
        'names of programs, and files of the package',
      );
    }
    bin.set(name, relative);
  }
  return bin;
}

function nodeRange(engines: unknown): string | undefined {
  if (typeof engines !== 'object' || engines === null || !('node' in engines)) return undefined;
  return typeof engines.node === 'string' ? engines.node : undefined;
}

function ranges(fields: Fields, field: string, path: string): ReadonlyMap<string, string> {
  const read = new Map(entriesOf(fields[field], path, field));
  const odd = [...read.keys()].find((name) => !isPackageName(name));
  if (odd === undefined) return read;
  throw wrong(path, field, JSON.stringify(odd.slice(0, 200)), 'names of packages');
}

function entriesOf(value: unknown, path: string, field: string): [string, string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(path, field, describe(value), 'an object of strings');
  }
  return Object.entries(value).map(([name, member]) => {
    if (typeof member === 'string') return [name, member];
    throw wrong(path, field, describe(member), 'an object of strings');
  });
}

function words(fields: Fields, field: string, path: string): readonly string[] {
  const value = fields[field];
  if (value === undefined) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((word) => {
    if (typeof word === 'string' && /^!?[\w-]{1,40}$/.test(word)) return word;
    throw wrong(path, field, describe(word), 'names of platforms');
  });
}

function text(fields: Fields, field: string, path: string): string | undefined {
  const value = fields[field];
  if (value === undefined || typeof value === 'string') return value;
  throw wrong(path, field, describe(value), 'a string');
}

function wrong(
  path: string,
  field: string,
  got: string,
  expected: string,
  fix?: string,
): BuildError {
  const place = [JSON.stringify(path.slice(0, 200)), field].filter(Boolean).join('.');
  return new BuildError('E_NPM_LOCK', `the lock of the packages: ${place} has the wrong form`, {
    got,
    expected,
    ...(fix === undefined ? {} : { fix }),
  });
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value).slice(0, 200);
}
