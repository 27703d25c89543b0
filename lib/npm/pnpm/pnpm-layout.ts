import { BuildError } from '../../errors';
import { type NpmPackages, readNpmPackages } from '../package-lock';
import type { NpmFields } from '../write-package';
import { type Fields, fieldsOf, type PnpmLock, parsePnpmLock } from './pnpm-lock';
import { STORE, storeFolder } from './store-folder';

const FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/**
 * Reads a pnpm-lock.yaml: its packages at the places where pnpm puts them. Each is in a folder of the
 * store, and beside it are links to what it needs.
 *
 * @throws BuildError `E_NPM_LOCK`, `E_NPM_SOURCE`
 * @see pnpm, docs: symlinked-node-modules-structure
 */
export function readPnpmLock(text: string): NpmPackages {
  return readNpmPackages(new PnpmLayout(parsePnpmLock(text)).places());
}

interface Need {
  readonly alias: string;
  readonly target: string;
  readonly isOptional: boolean;
  readonly isDev: boolean;
}

/** Places in the form of package-lock.json, which is checked when it is read. */
class PnpmLayout {
  private readonly all = new Map<string, NpmFields>();
  private readonly needed: ReadonlySet<string>;

  constructor(private readonly lock: PnpmLock) {
    this.needed = this.reached();
  }

  places(): Readonly<Record<string, NpmFields>> {
    for (const [folder, fields] of this.lock.importers) this.addFolder(folder, fields);
    for (const [id, fields] of this.lock.snapshots) this.addPackage(id, fields);
    return Object.fromEntries(this.all);
  }

  private addFolder(importer: string, fields: Fields): void {
    const folder = importer === '.' ? '' : importer;
    const ranges = Object.fromEntries(
      FIELDS.map((field) => [
        field,
        Object.fromEntries(
          Object.entries(fieldsOf(fields[field] ?? {}, field)).map(([name, one]) => [
            name,
            fieldsOf(one, name).specifier,
          ]),
        ),
      ]),
    );
    this.all.set(folder, ranges);
    for (const need of needsOfFolder(importer, fields)) {
      this.addLink([folder, 'node_modules', need.alias].filter(Boolean).join('/'), need);
    }
  }

  private addPackage(id: string, snapshot: Fields): void {
    const { name, version } = splitId(id);
    const fields = this.lock.packages.get(`${name}@${version}`);
    if (fields === undefined) throw lacks(`${name}@${version}`, id);
    const place = placeOf(id);
    const isDev = !this.needed.has(id);
    const isOptional = snapshot.optional === true;
    const { cpu, engines, libc, os } = fields;
    this.all.set(place, {
      version,
      ...archiveOf(id, fields),
      cpu,
      engines,
      libc,
      os,
      dev: isDev,
      optional: isOptional,
      dependencies: snapshot.dependencies,
      optionalDependencies: snapshot.optionalDependencies,
    });
    for (const need of needsOfPackage(snapshot)) {
      // One that needs another version of itself has it below.
      const folder =
        need.alias === name ? `${place}/node_modules` : `${STORE}/${storeFolder(id)}/node_modules`;
      const isNeedOptional = isOptional || need.isOptional;
      this.addLink(`${folder}/${need.alias}`, { ...need, isDev, isOptional: isNeedOptional });
    }
  }

  private addLink(path: string, { isDev, isOptional, target }: Need): void {
    const folder = folderOf(target);
    if (folder === undefined && !this.lock.snapshots.has(target)) throw lacks(target, path);
    const isTargetOptional = this.lock.snapshots.get(target)?.optional === true;
    this.all.set(path, {
      link: true,
      resolved: folder ?? placeOf(target),
      dev: isDev,
      optional: isOptional || isTargetOptional,
    });
  }

  /** What is needed not for development alone. */
  private reached(): ReadonlySet<string> {
    const reached = new Set<string>();
    for (const [importer, fields] of this.lock.importers) {
      for (const { isDev, target } of needsOfFolder(importer, fields)) {
        if (!isDev) reached.add(target);
      }
    }
    for (const id of reached) {
      for (const { target } of needsOfPackage(this.lock.snapshots.get(id) ?? {})) {
        reached.add(target);
      }
    }
    return reached;
  }
}

function needsOfFolder(importer: string, fields: Fields): Need[] {
  return FIELDS.flatMap((field) =>
    Object.entries(fieldsOf(fields[field] ?? {}, field)).map(([alias, value]) => {
      const { version } = fieldsOf(value, alias);
      return {
        alias,
        target: targetOf(alias, version, importer),
        isDev: field === 'devDependencies',
        isOptional: field === 'optionalDependencies',
      };
    }),
  );
}

function needsOfPackage(snapshot: Fields): Need[] {
  return (['dependencies', 'optionalDependencies'] as const).flatMap((field) =>
    Object.entries(fieldsOf(snapshot[field] ?? {}, field)).map(([alias, version]) => ({
      alias,
      target: targetOf(alias, version, '.'),
      isDev: false,
      isOptional: field === 'optionalDependencies',
    })),
  );
}

/** Id of what is needed, which may have another name; `link:` and a folder of the project for one of its own. */
function targetOf(alias: string, version: unknown, importer: string): string {
  if (typeof version !== 'string') throw lacks(alias, importer);
  if (version.startsWith('link:')) {
    return `link:${joined(importer, version.slice('link:'.length))}`;
  }
  const [, before = ''] = /^([^(:]*)/.exec(version) ?? [];
  return before.startsWith('@') || before.includes('@') ? version : `${alias}@${version}`;
}

function folderOf(target: string): string | undefined {
  return target.startsWith('link:') ? target.slice('link:'.length) : undefined;
}

/** Of a path below a folder; what leads out of the project keeps its `..`, and is refused where it is read. */
function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of [...folder.split('/'), ...path.split('/')]) {
    if (part === '.' || part === '') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

function placeOf(id: string): string {
  return `${STORE}/${storeFolder(id)}/node_modules/${splitId(id).name}`;
}

function splitId(id: string): { readonly name: string; readonly version: string } {
  const plain = id.replace(/\(.*$/, '');
  const at = plain.indexOf('@', 1);
  return at < 0
    ? { name: plain, version: '' }
    : { name: plain.slice(0, at), version: plain.slice(at + 1) };
}

/** @throws BuildError `E_NPM_SOURCE` for what no registry has */
function archiveOf(id: string, fields: Fields): NpmFields {
  const { directory, integrity, repo, tarball, type } = fieldsOf(fields.resolution, id);
  if (type === undefined && directory === undefined && typeof integrity === 'string') {
    return { integrity, resolved: tarball, undescribed: true };
  }
  const from = [directory, repo, tarball].find((one) => typeof one === 'string') ?? id;
  throw new BuildError('E_NPM_SOURCE', `"${splitId(id).name}" comes from no registry`, {
    got: JSON.stringify(
      String(from)
        .replace(/\/\/[^/@]*@/, '//…@')
        .slice(0, 200),
    ),
    expected: 'an archive with a hash',
    fix: 'take a version of a registry, or put it into the project as a folder of the workspace: "workspace:*"',
  });
}

function lacks(what: string, where: string): BuildError {
  return new BuildError('E_NPM_LOCK', `pnpm-lock.yaml does not have "${what.slice(0, 200)}"`, {
    got: `"${where.slice(0, 200)}" needs it`,
    expected: 'all packages that are needed',
    fix: 'run "pnpm install --lockfile-only", and commit the file',
  });
}
