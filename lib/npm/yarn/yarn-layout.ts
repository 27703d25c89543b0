import { BuildError } from '../../errors';
import { type NpmPackages, readNpmPackages } from '../package-lock';
import type { NpmFields } from '../write-package';
import { type HoistedPackage, hoistClassic } from './classic-hoister';
import { type Asking, findPeers } from './classic-peers';
import type { NpmRanges, YarnFolder, YarnPackage, YarnProject } from './yarn-project';

/** What archives say of themselves, by their URL. */
export type Manifests = (url: string) => NpmFields | undefined;

/** URLs and hashes of all archives whose package.json decides where packages lie. */
export function yarnArchives({ packages }: YarnProject): ReadonlyMap<string, string> {
  return new Map(Object.values(packages).map(({ integrity, resolved }) => [resolved, integrity]));
}

/**
 * The packages of a yarn.lock at the places where yarn puts them.
 *
 * @throws BuildError `E_NPM_LOCK`, `E_NPM_SOURCE`
 */
export function layOutYarn(project: YarnProject, manifests: Manifests): NpmPackages {
  return readNpmPackages(new YarnLayout(project, manifests).places());
}

/** A package of the lock, by the name that it is asked for. */
class Locked implements HoistedPackage, Asking {
  readonly needs: string[];
  readonly optionalNeeds: readonly string[];

  constructor(
    readonly name: string,
    /** Its name where it is published, whatever its folder is called. */
    readonly ownName: string,
    readonly locked: YarnPackage,
    readonly said: NpmFields,
    /** What asks for it. */
    readonly patterns: readonly string[],
  ) {
    this.optionalNeeds = patternsOf(locked.optionalDependencies);
    this.needs = [...patternsOf(locked.dependencies), ...this.optionalNeeds];
  }

  get version(): string {
    return this.locked.version;
  }

  get peers(): ReadonlyMap<string, string> {
    return new Map(Object.entries({ ...Object(this.said.peerDependencies) }));
  }
}

class YarnLayout {
  private readonly heads = new Map<string, readonly string[]>();
  private readonly known = new Map<string, Locked>();

  constructor(
    private readonly project: YarnProject,
    private readonly manifests: Manifests,
  ) {
    for (const head of Object.keys(project.packages)) {
      const patterns = head.split(', ');
      for (const pattern of patterns) this.heads.set(pattern, patterns);
    }
  }

  places(): Readonly<Record<string, NpmFields>> {
    const { '': root = {} } = this.project.folders;
    const { dev, needs, optional } = rootNeeds(root);
    const find = (pattern: string) => this.find(pattern);
    const all = [...needs, ...dev, ...optional];
    const peers = findPeers({ needs: all, optionalNeeds: optional }, find);
    for (const [one, found] of peers) one.needs.push(...found.flatMap(({ patterns }) => patterns));
    const used = this.reached([...needs, ...optional], true);
    const required = this.reached([...needs, ...dev], false);
    const places = hoistClassic(all, find).map(({ one, parts }) => {
      const path = parts.map((name) => `node_modules/${name}`).join('/');
      const more = { dev: !used.has(one), optional: !required.has(one) };
      return [path, { ...fieldsOf(one, peers.get(one)), ...more }] as const;
    });
    return { '': { ...root }, ...Object.fromEntries(places) };
  }

  /** @throws BuildError `E_NPM_LOCK` where the lock has not what is asked for */
  private find(pattern: string): Locked {
    const patterns = this.heads.get(pattern);
    const locked = patterns && this.project.packages[patterns.join(', ')];
    if (patterns === undefined || locked === undefined) throw lacks(pattern);
    const name = nameOf(pattern);
    const key = `${name} ${locked.resolved}`;
    let known = this.known.get(key);
    if (known === undefined) {
      const said = this.manifests(locked.resolved) ?? {};
      const own = patterns.filter((other) => nameOf(other) === name);
      known = new Locked(name, publishedName(pattern), locked, said, own);
      this.known.set(key, known);
    }
    return known;
  }

  /** All that is needed, by way of optional packages or without. */
  private reached(patterns: readonly string[], withOptional: boolean): ReadonlySet<Locked> {
    const reached = new Set(patterns.map((pattern) => this.find(pattern)));
    for (const { needs, optionalNeeds } of reached) {
      for (const need of needs) {
        if (withOptional || !optionalNeeds.includes(need)) reached.add(this.find(need));
      }
    }
    return reached;
  }
}

/** Each name is asked for once, as yarn reads a package.json. */
function rootNeeds({ dependencies, devDependencies, optionalDependencies }: YarnFolder) {
  const taken = new Set<string>();
  const own = (ranges: NpmRanges | undefined) =>
    patternsOf(ranges).filter((pattern) => {
      const isNew = !taken.has(nameOf(pattern));
      taken.add(nameOf(pattern));
      return isNew;
    });
  const [optional, needs] = [own(optionalDependencies), own(dependencies)];
  return { needs, optional, dev: own(devDependencies) };
}

/** Peers are among what it needs. */
function fieldsOf(one: Locked, peers: readonly Locked[] = []): NpmFields {
  const { integrity, optionalDependencies, resolved, version } = one.locked;
  const { bin, cpu, engines, hasInstallScript, libc, os } = one.said;
  const found = Object.fromEntries(peers.map((peer) => [peer.name, peer.version]));
  return {
    ...(one.ownName === one.name ? {} : { name: one.ownName }),
    ...{ version, resolved, integrity, optionalDependencies },
    ...{ bin, cpu, engines, hasInstallScript, libc, os },
    dependencies: { ...found, ...one.locked.dependencies },
  };
}

function patternsOf(ranges: NpmRanges = {}): string[] {
  return Object.entries(ranges).map(([name, range]) => `${name}@${range}`);
}

function nameOf(pattern: string): string {
  return pattern.slice(0, pattern.indexOf('@', 1));
}

/** Of `alias@npm:name@^1.0.0` it is `name`. */
function publishedName(pattern: string): string {
  const [, alias] = /^.[^@]*@npm:(.[^@]*)@/.exec(pattern) ?? [];
  return alias ?? nameOf(pattern);
}

function lacks(pattern: string): BuildError {
  return new BuildError('E_NPM_LOCK', `yarn.lock does not have "${pattern.slice(0, 200)}"`, {
    got: 'package.json, or a package of the lock, needs it',
    expected: 'all packages that are needed, as with "--frozen-lockfile"',
    fix: 'run "yarn install", and commit both',
  });
}
