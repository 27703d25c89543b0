import type { LockContext } from './lock-context';
import type { LockedPackage, LockedPackages } from './locked-package';
import { normalizeName } from './name';

type Table = Readonly<Record<string, unknown>>;

interface UvPackage {
  readonly name: string;
  readonly version: string | undefined;
  readonly source: Table;
  readonly table: Table;
  /** Place in the file. */
  readonly at: string;
}

/** Sources that are folders of the project itself. */
const FOLDERS = ['editable', 'virtual', 'directory'];

/**
 * The packages that the project of a uv.lock needs: its own dependencies, and those of the extras and
 * groups that are selected, as far as their markers hold.
 *
 * @param value the file as TOML
 * @throws BuildError `E_PYTHON_LOCK`, `E_PYTHON_SOURCE`, `E_PYTHON_VERSION`
 * @see uv, crates/uv-resolver/src/lock
 */
export function readUvLock(value: unknown, context: LockContext): LockedPackages {
  const { schema } = context;
  const file = schema.object(value, '');
  if (file.version !== 1) {
    throw context.error('E_PYTHON_LOCK', 'version', 'the file has a version that is not known', {
      got: JSON.stringify(file.version) ?? 'none',
      expected: '1',
    });
  }
  if (file['requires-python'] !== undefined) {
    context.requirePython(schema.text(file['requires-python'], 'requires-python'), '');
  }
  const supported =
    file['supported-markers'] === undefined
      ? undefined
      : schema.texts(file['supported-markers'], 'supported-markers');
  if (supported?.every((marker) => !context.holds(marker, 'supported-markers')) ?? false) {
    throw context.error('E_PYTHON_LOCK', 'supported-markers', 'the file is not for this target', {
      expected: (supported ?? []).join(', or '),
    });
  }
  const packages = schema.list(file.package ?? [], 'package', (one, at): UvPackage => {
    const table = schema.object(one, at);
    const version =
      table.version === undefined ? undefined : schema.text(table.version, `${at}.version`);
    const name = normalizeName(schema.text(table.name, `${at}.name`));
    return { name, version, source: schema.object(table.source, `${at}.source`), table, at };
  });
  return context.result(new UvGraph(packages, context).walk());
}

/** The packages of a uv.lock, and which needs which. */
class UvGraph {
  readonly #packages: readonly UvPackage[];
  readonly #context: LockContext;
  readonly #found = new Map<UvPackage, LockedPackage | undefined>();
  /** What was gone through: packages, with an extra or without. */
  readonly #seen = new Set<string>();

  constructor(packages: readonly UvPackage[], context: LockContext) {
    this.#packages = packages;
    this.#context = context;
  }

  walk(): LockedPackage[] {
    const root = this.#root();
    const { extras, groups, schema } = this.#context;
    const tableOf = (name: string) => schema.object(root.table[name] ?? {}, `${root.at}.${name}`);
    const optional = tableOf('optional-dependencies');
    const development = tableOf('dev-dependencies');
    const metadata = tableOf('metadata');
    const declared = [metadata['provides-extras'], metadata['requires-dev']];
    this.#context.requireSelected('extra', [...Object.keys(optional), ...namesOf(declared[0])]);
    this.#context.requireSelected('group', [...Object.keys(development), ...namesOf(declared[1])]);
    // So uv names them where some of them exclude each other.
    const active = new Set([
      ...extras,
      ...[...extras].map((extra) => `extra-${root.name.length}-${root.name}-${extra}`),
      ...[...groups].map((group) => `group-${root.name.length}-${root.name}-${group}`),
    ]);
    const lists = [
      root.table.dependencies,
      ...Object.entries(optional).flatMap(([name, list]) =>
        extras.has(normalizeName(name)) ? [list] : [],
      ),
      ...Object.entries(development).flatMap(([name, list]) =>
        groups.has(normalizeName(name)) ? [list] : [],
      ),
    ];
    const queue = lists.flatMap((list) => this.#needed(list, root, active));
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { extra, one } = next;
      const key = `${one.at} ${extra ?? ''}`;
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      if (!this.#found.has(one)) this.#found.set(one, this.#locked(one));
      // Of a package that comes from elsewhere its dependencies do, too.
      if (this.#context.exclude.has(one.name) && !isFolder(one)) continue;
      const all = schema.object(
        one.table['optional-dependencies'] ?? {},
        `${one.at}.optional-dependencies`,
      );
      const list = extra === undefined ? one.table.dependencies : all[extra];
      queue.push(...this.#needed(list, one, active));
    }
    return [...this.#found.values()].filter((one) => one !== undefined);
  }

  #root(): UvPackage {
    const { project } = this.#context;
    const local = this.#packages.filter(isFolder);
    const [root] = local.filter(({ name, source }) =>
      project === undefined ? source.editable === '.' || source.virtual === '.' : name === project,
    );
    if (root !== undefined) return root;
    throw this.#context.error(
      'E_PYTHON_LOCK',
      '',
      project === undefined ? 'no project is at the root' : `there is no project "${project}"`,
      {
        expected: `one of ${local.map(({ name }) => `"${name}"`).join(', ') || 'the projects of the file'}`,
        fix: "name the one that is installed: project: '…'",
      },
    );
  }

  #needed(list: unknown, by: UvPackage, active: ReadonlySet<string>) {
    const { schema } = this.#context;
    const at = `${by.at}.dependencies`;
    return schema
      .list(list ?? [], at, (value, place) => {
        const { extra, marker, name, source, version } = schema.object(value, place);
        const said = marker === undefined ? undefined : schema.text(marker, `${place}.marker`);
        if (!this.#context.holds(said, `package "${by.name}"`, { extras: active })) return [];
        const wanted = normalizeName(schema.text(name, `${place}.name`));
        const found = this.#packages.filter(
          (one) =>
            one.name === wanted &&
            (version === undefined || one.version === version) &&
            (source === undefined || JSON.stringify(one.source) === JSON.stringify(source)),
        );
        const [one] = found;
        if (one === undefined || found.length > 1) {
          throw this.#context.error('E_PYTHON_LOCK', `package "${by.name}"`, `needs "${wanted}"`, {
            got: `${found.length} packages that this may be`,
            expected: 'one',
          });
        }
        const extras = extra === undefined ? [] : schema.texts(extra, `${place}.extra`);
        return [{ one, extra: undefined }, ...extras.map((each) => ({ one, extra: each }))];
      })
      .flat();
  }

  #locked(one: UvPackage): LockedPackage | undefined {
    const { at, name, source, table, version } = one;
    const { schema } = this.#context;
    const place = `package "${name}"`;
    if (this.#context.exclude.has(name)) return undefined;
    if (source.git !== undefined) throw this.#context.noWheels(name, place, 'a repository');
    if (isFolder(one)) throw this.#context.noWheels(name, place, 'a folder of the project');
    const read = (value: unknown, where: string) => {
      const { hash, path, size, url = source.url, filename } = schema.object(value, where);
      if (path !== undefined || filename !== undefined || source.path !== undefined) {
        throw this.#context.noWheels(name, place, 'a file of the machine that locked it');
      }
      return this.#context.file({ url, size, hashes: [hash] }, where);
    };
    const files = [
      ...schema.list(table.wheels ?? [], `${at}.wheels`, read),
      ...(table.sdist === undefined ? [] : [read(table.sdist, `${at}.sdist`)]),
    ];
    return { name, version, place, files };
  }
}

function isFolder({ source }: UvPackage): boolean {
  return FOLDERS.some((kind) => source[kind] !== undefined);
}

/** Names of a list, or of a table. */
function namesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
