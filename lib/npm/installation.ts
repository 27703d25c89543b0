import { BuildError } from '../errors';
import { isArchive, linkedTo, type PlacedArchive, resolvePackage } from './find-package';
import { type NpmLink, relativeTarget } from './link';
import { isFor, type NodePlatform } from './node-platform';
import type { NpmPackage } from './npm-package';
import type { NpmPackages } from './package-lock';
import { hoistedLinks } from './pnpm/hoisted-links';
import { isStored } from './pnpm/store-folder';
import { linkPrograms } from './programs';
import { linkYarnPrograms } from './yarn/yarn-programs';

/** What is installed for one platform. */
export interface Installation {
  /** Archives, each at its place. */
  readonly archives: readonly PlacedArchive[];
  /** Links to folders of the project, and to programs there. */
  readonly links: readonly NpmLink[];
  /** Links to programs of archives, in `.bin`. */
  readonly programs: readonly NpmLink[];
  /** All packages, those of the project too. */
  readonly packages: readonly NpmPackage[];
  /** What packages would take where it is there, and what the lock has not: ranges by name. */
  readonly absent: ReadonlyMap<string, string>;
}

/** What {@link chooseInstallation} works with. */
export interface InstallationOptions {
  readonly platform: NodePlatform;
  /** For people: `linux/arm64`. */
  readonly platformName: string;
  /** Whether what is needed for development alone is there. */
  readonly withDev: boolean;
  /** Whose links to programs there are. @default 'npm' */
  readonly linker?: Linker;
}

/** Programs that lay packages out. Those of pnpm are linked as npm links its own. */
export type Linker = 'npm' | 'yarn';

/**
 * Chooses what `npm ci` would install: all that the project needs, without what is for other platforms
 * and what is needed by that alone.
 *
 * @throws BuildError `E_NPM_LOCK` where a package is needed that is not there, `E_NPM_PLATFORM` for one
 * that is not for the platform
 */
export function chooseInstallation(
  packages: NpmPackages,
  options: InstallationOptions,
): Installation {
  const excluded = unfit(packages, options);
  const absent = new Map<string, string>();
  const reached = new Set<NpmPackage>();
  const queue = startOf(packages);
  for (const one of queue) {
    if (reached.has(one) || excluded.has(one.path) || (one.isDev && !options.withDev)) continue;
    reached.add(one);
    const { source } = one;
    if (source.type === 'link') push(queue, linkedTo(one, packages));
    for (const { isNeeded, name, range } of edgesOf(one, options.withDev)) {
      const found = resolvePackage(packages, one.path, name);
      if (found !== undefined) queue.push(found);
      else if (isNeeded === 'yes') throw lacks(one, name, range);
      else if (isNeeded === 'where-possible') absent.set(name, range);
    }
  }
  const chosen = [...packages.values()].filter((one) => reached.has(one));
  const { links, programs } =
    options.linker === 'yarn'
      ? { links: [], programs: linkYarnPrograms(chosen, packages) }
      : linkPrograms(chosen, packages);
  return {
    packages: chosen,
    archives: chosen.filter(isArchive),
    links: [...links, ...hoisted(chosen, packages, reached, options.withDev)],
    programs,
    absent,
  };
}

/** The project itself, and its workspaces. */
function startOf(packages: NpmPackages): NpmPackage[] {
  return [...packages.values()].filter(
    (one) => one.source.type === 'folder' || linkedTo(one, packages)?.source.type === 'folder',
  );
}

/** Links that pnpm makes for what packages need without saying so. */
function hoisted(
  chosen: readonly NpmPackage[],
  packages: NpmPackages,
  reached: ReadonlySet<NpmPackage>,
  withDev: boolean,
): NpmLink[] {
  if (!chosen.some(isStored)) return [];
  const children = (one: NpmPackage) =>
    new Map(
      edgesOf(one, withDev).flatMap(({ name }) => {
        const found = resolvePackage(packages, one.path, name);
        const target = found && (linkedTo(found, packages) ?? found);
        return target !== undefined && reached.has(target) ? [[name, target] as const] : [];
      }),
    );
  const folders = chosen.filter(({ source }) => source.type === 'folder');
  const links = hoistedLinks(folders, children);
  return [...links].map(([path, target]) => ({ path, target: relativeTarget(path, target) }));
}

/** Optional packages that are for other platforms, with the optional ones that cannot be without them. */
function unfit(packages: NpmPackages, options: InstallationOptions): ReadonlySet<string> {
  const excluded = new Set<string>();
  const exclude = (one: NpmPackage, why: () => BuildError) => {
    if (!one.isOptional) throw why();
    excluded.add(one.path);
  };
  for (const one of packages.values()) {
    if (one.isDev && !options.withDev) continue;
    if (!isFor(one, options.platform)) exclude(one, () => notFor(one, options));
  }
  for (let before = -1; before < excluded.size; ) {
    before = excluded.size;
    for (const one of packages.values()) {
      if (excluded.has(one.path) || (one.isDev && !options.withDev)) continue;
      const linked = linkedTo(one, packages);
      if (linked !== undefined && excluded.has(linked.path)) {
        exclude(one, () => notFor(linked, options));
        continue;
      }
      for (const [name] of one.dependencies) {
        const found = resolvePackage(packages, one.path, name);
        if (found === undefined || !excluded.has(found.path)) continue;
        exclude(one, () => notFor(found, options));
        break;
      }
    }
  }
  return excluded;
}

interface Edge {
  readonly name: string;
  readonly range: string;
  readonly isNeeded: 'yes' | 'where-possible' | 'no';
}

function edgesOf(one: NpmPackage, withDev: boolean): Edge[] {
  // What others need for their development is not installed.
  const hasDev = withDev && one.source.type === 'folder';
  const edges = (ranges: ReadonlyMap<string, string>, isNeeded: Edge['isNeeded']) =>
    [...ranges].map(([name, range]) => ({ name, range, isNeeded }));
  return [
    ...edges(one.dependencies, 'yes'),
    ...edges(hasDev ? one.devDependencies : new Map(), 'yes'),
    ...edges(one.optionalDependencies, 'where-possible'),
    ...edges(one.peerDependencies, 'no'),
  ];
}

function push(queue: NpmPackage[], one: NpmPackage | undefined): void {
  if (one !== undefined) queue.push(one);
}

function lacks({ path }: NpmPackage, name: string, range: string): BuildError {
  return new BuildError('E_NPM_LOCK', `the lock of the packages does not have "${name}"`, {
    got: `${path === '' ? 'the project' : `"${path}"`} needs ${name}@${range}`,
    expected: 'all packages that are needed',
    fix: 'make the lock anew ("npm install --package-lock-only", "pnpm install --lockfile-only"), and commit it',
  });
}

function notFor(
  { cpu, libc, name, os, path, version }: NpmPackage,
  { platformName }: InstallationOptions,
): BuildError {
  return new BuildError('E_NPM_PLATFORM', `"${name}" is not for ${platformName}`, {
    got: `${version} at "${path}" is for ${[...os, ...cpu, ...libc].join(', ')}`,
    expected: 'a package for all platforms of the image, or one that is optional',
    fix: 'leave the platform out, or make it an optional dependency: "npm install --save-optional"',
  });
}
