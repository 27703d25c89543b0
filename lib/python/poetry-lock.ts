import type { LockContext } from './lock-context';
import type { LockedPackage, LockedPackages } from './locked-package';
import { normalizeName } from './name';
import { meets, parseSpecifiers } from './specifier';
import { parseWheelName } from './wheel-name';

type Table = Readonly<Record<string, unknown>>;

/** The group of what the project itself needs. */
const MAIN = 'main';

/**
 * The packages of a poetry.lock that the groups and extras need which are selected, as far as their
 * markers hold.
 *
 * @param value the file as TOML
 * @throws BuildError `E_PYTHON_LOCK`, `E_PYTHON_HASH`, `E_PYTHON_SOURCE`, `E_PYTHON_VERSION`
 * @see Poetry, src/poetry/packages/locker.py
 */
export function readPoetryLock(value: unknown, context: LockContext): LockedPackages {
  const { schema } = context;
  const file = schema.object(value, '');
  const metadata = schema.object(file.metadata, 'metadata');
  if (metadata['lock-version'] !== '2.1') {
    throw context.error('E_PYTHON_LOCK', 'metadata.lock-version', 'the file does not say enough', {
      got: JSON.stringify(metadata['lock-version']) ?? 'none',
      expected: '2.1, which says of each package what it is there for, and where',
      fix: 'run "poetry lock" with Poetry 2',
    });
  }
  requirePython(metadata['python-versions'], 'metadata', context);
  const extras = schema.object(file.extras ?? {}, 'extras');
  const packages = schema.list(file.package ?? [], 'package', (one, at) => schema.object(one, at));
  const groups = packages.flatMap(({ groups: names }, index) =>
    schema.texts(names ?? [MAIN], `package[${index}].groups`),
  );
  context.requireSelected('extra', Object.keys(extras));
  context.requireSelected('group', groups);
  const wished = new Set(
    Object.entries(extras).flatMap(([extra, names]) =>
      context.extras.has(normalizeName(extra))
        ? schema
            .texts(names, `extras.${extra}`)
            .map((text) => normalizeName(/^[\w.-]+/.exec(text)?.[0] ?? ''))
        : [],
    ),
  );
  return context.result(
    packages.flatMap((table, index) => {
      const read = readPackage(table, `package[${index}]`, wished, context);
      return read === undefined ? [] : [read];
    }),
  );
}

function readPackage(
  table: Table,
  at: string,
  wished: ReadonlySet<string>,
  context: LockContext,
): LockedPackage | undefined {
  const { schema } = context;
  const name = normalizeName(schema.text(table.name, `${at}.name`));
  const version = schema.text(table.version, `${at}.version`);
  const place = `package "${name}"`;
  const groups = schema.texts(table.groups ?? [MAIN], `${at}.groups`).map(normalizeName);
  const wanted = groups.filter((group) => group === MAIN || context.groups.has(group));
  if (!wanted.some((group) => context.holds(markerOf(table, group, at, context), place)))
    return undefined;
  // Where no marker says which extra it is for, the table of extras does.
  const isOpen = table.markers === undefined && wanted.every((group) => group === MAIN);
  if (table.optional === true && isOpen && !wished.has(name)) return undefined;
  if (context.exclude.has(name)) return undefined;
  requirePython(table['python-versions'], place, context);
  const files = schema.list(table.files ?? [], `${at}.files`, (one, where) => {
    const { file, hash } = schema.object(one, where);
    const text = schema.text(hash, `${where}.hash`);
    return {
      filename: schema.text(file, `${where}.file`),
      sha256: /^sha256:([0-9a-f]{64})$/.exec(text)?.[1],
    };
  });
  const hashes = files.flatMap(({ sha256 }) => (sha256 === undefined ? [] : [sha256]));
  if (hashes.length === 0) {
    throw context.error('E_PYTHON_HASH', place, 'no file of it has a sha256', {
      got: `${files.length} files`,
      fix: 'lock it anew from an index that has sha256, with Poetry 2',
    });
  }
  if (table.source === undefined) return { name, version, place, hashes };
  return fromSource(
    schema.object(table.source, `${at}.source`),
    { name, version, place, hashes },
    context,
  );
}

function fromSource(
  { type, url }: Table,
  found: LockedPackage,
  context: LockContext,
): LockedPackage {
  const { name, place } = found;
  if (type === 'legacy') {
    return {
      ...found,
      index: context.url(context.schema.text(url, `${place} source.url`), place).url,
    };
  }
  if (type !== 'url') {
    throw context.noWheels(name, place, type === 'git' ? 'a repository' : 'a folder or a file');
  }
  const file = context.url(context.schema.text(url, `${place} source.url`), place);
  const [sha256] = found.hashes ?? [];
  if (parseWheelName(file.filename) === undefined)
    throw context.noWheels(name, place, 'a URL of no wheel');
  return { name, version: found.version, place, files: [{ ...file, sha256 }] };
}

function markerOf(
  table: Table,
  group: string,
  at: string,
  context: LockContext,
): string | undefined {
  const { schema } = context;
  const { markers } = table;
  if (markers === undefined) return undefined;
  if (typeof markers === 'string') return markers;
  const own = schema.object(markers, `${at}.markers`)[group];
  return own === undefined ? undefined : schema.text(own, `${at}.markers.${group}`);
}

/** Poetry's way to write versions: alternatives, and `^` and `~` beside the usual conditions. */
function requirePython(value: unknown, place: string, context: LockContext): void {
  if (value === undefined) return;
  const text = context.schema.text(value, `${place} python-versions`);
  const alternatives = text.split('||').map((one) => plainSpecifiers(one.trim()));
  const isMet = alternatives.some((one) => {
    const specifiers = parseSpecifiers(one);
    return specifiers !== undefined && meets(context.target.python, specifiers);
  });
  if (!isMet) context.requirePython(alternatives.at(-1), place);
}

function plainSpecifiers(text: string): string {
  const parts = text.split(/\s*,\s*|\s+(?=[\^~<>=!])/).map((part) => part.trim());
  return parts
    .map((part) => {
      const [, kind, release = ''] = /^(\^|~(?!=))\s*(\d+(?:\.\d+)*)$/.exec(part) ?? [];
      if (part === '*') return '';
      if (kind === undefined) return /^\d/.test(part) ? `==${part}` : part;
      const [major = 0, minor] = release.split('.').map(Number);
      const end = kind === '~' && minor !== undefined ? `${major}.${minor + 1}` : `${major + 1}`;
      return `>=${release},<${end}`;
    })
    .filter((part) => part !== '')
    .join(',');
}
