import type { LockContext } from './lock-context';
import type { LockedPackage, LockedPackages, PackageFile } from './locked-package';
import { normalizeName } from './name';

/**
 * The packages of a pylock.toml.
 *
 * @param value the file as TOML
 * @throws BuildError `E_PYTHON_LOCK`, `E_PYTHON_SOURCE`, `E_PYTHON_VERSION`
 * @see Python packaging: pylock.toml specification (PEP 751)
 */
export function readPylock(value: unknown, context: LockContext): LockedPackages {
  const { schema } = context;
  const file = schema.object(value, '');
  schema.text(file['lock-version'], 'lock-version', /^1\.\d+$/);
  const texts = (name: string) =>
    file[name] === undefined ? undefined : schema.texts(file[name], name);
  if (file['requires-python'] !== undefined) {
    context.requirePython(schema.text(file['requires-python'], 'requires-python'), '');
  }
  context.requireSelected('extra', texts('extras') ?? []);
  context.requireSelected('group', texts('dependency-groups') ?? []);
  const environments = texts('environments');
  if (environments?.every((marker) => !context.holds(marker, 'environments')) ?? false) {
    throw context.error('E_PYTHON_LOCK', 'environments', 'the file is not for this target', {
      expected: (environments ?? []).join(', or '),
    });
  }
  const groups = new Set(
    context.groups.size > 0 ? context.groups : (texts('default-groups') ?? []).map(normalizeName),
  );
  const packages: LockedPackage[] = [];
  for (const [index, entry] of schema
    .list(file.packages ?? [], 'packages', (one) => one)
    .entries()) {
    const read = readPackage(entry, `packages[${index}]`, groups, context);
    if (read !== undefined) packages.push(read);
  }
  return context.result(packages);
}

function readPackage(
  value: unknown,
  at: string,
  groups: ReadonlySet<string>,
  context: LockContext,
): LockedPackage | undefined {
  const { schema } = context;
  const entry = schema.object(value, at);
  const text = (name: string) =>
    entry[name] === undefined ? undefined : schema.text(entry[name], `${at}.${name}`);
  const name = normalizeName(schema.text(entry.name, `${at}.name`));
  const place = `package "${name}"`;
  if (!context.holds(text('marker'), place, { groups })) return undefined;
  // What comes from elsewhere may come from anywhere.
  if (context.exclude.has(name)) return undefined;
  context.requirePython(text('requires-python'), place);
  if (entry.vcs !== undefined) throw context.noWheels(name, place, 'a repository');
  // The project itself: its files are the app's own.
  if (isProject(entry.directory)) return undefined;
  if (entry.directory !== undefined) throw context.noWheels(name, place, 'a folder');
  const read = (one: unknown, where: string) => readFile(one, where, name, place, context);
  const files =
    entry.archive === undefined
      ? [
          ...schema.list(entry.wheels ?? [], `${at}.wheels`, read),
          ...(entry.sdist === undefined ? [] : [read(entry.sdist, `${at}.sdist`)]),
        ]
      : [read(entry.archive, `${at}.archive`)];
  const index = text('index');
  const known = files.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const hashes = files.flatMap(({ sha256 }) => (sha256 === undefined ? [] : [sha256]));
  const version = text('version');
  if (known.length === files.length || index === undefined) {
    return { name, version, place, files: known };
  }
  return { name, version, place, hashes, index: context.url(index, place).url };
}

interface ReadFile {
  readonly sha256: string | undefined;
  /** Where the file says where it is. */
  readonly file?: PackageFile;
}

function readFile(
  value: unknown,
  at: string,
  name: string,
  place: string,
  context: LockContext,
): ReadFile {
  const { schema } = context;
  const { hashes, path, size, url } = schema.object(value, at);
  const { sha256 } = schema.object(hashes, `${at}.hashes`);
  const hex =
    sha256 === undefined ? undefined : schema.text(sha256, `${at}.hashes.sha256`, /^[0-9a-f]{64}$/);
  if (url !== undefined) {
    const file = context.file(
      { url, size, hashes: [hex === undefined ? hex : `sha256:${hex}`] },
      at,
    );
    return { sha256: hex, file };
  }
  if (path !== undefined) throw context.noWheels(name, place, 'a file beside the lock file');
  return { sha256: hex };
}

function isProject(directory: unknown): boolean {
  return (
    typeof directory === 'object' &&
    directory !== null &&
    'path' in directory &&
    (directory.path === '.' || directory.path === './')
  );
}
