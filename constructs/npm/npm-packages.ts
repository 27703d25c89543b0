import type { IConstruct } from 'constructs';
import { BuildError } from '../../lib/errors';
import { lockedProject, NPM } from '../../lib/inputs/npm/kind';
import type { NpmRequest } from '../../lib/inputs/npm/request';
import { TARBALL, type TarballRequest, type Tarballs } from '../../lib/inputs/tarball/kind';
import { type State, scratch } from '../../lib/llb';
import {
  chooseInstallation,
  describePackages,
  type Installation,
  type InstallationOptions,
  isFor,
  layOutYarn,
  manifestPaths,
  type NodePlatform,
  NPM_LOCK_FILES,
  type NpmProject,
  nodePlatform,
  type NpmPackages as Packages,
  readProject,
  requireManifests,
  undescribedUrls,
  yarnArchives,
} from '../../lib/npm';
import { formatPlatform } from '../../lib/oci/platform';
import { unpackNpm } from '../../lib/rootfs';
import { ArtifactConstruct } from '../core/artifact-construct';
import type { Target } from '../core/target';
import { packagesOf } from '../debian/debian-root';
import type { LocalLockFiles } from '../source/lock-files';
import { engineProblem, nodeOf } from './node-engine';
import { NPM_PACKAGES_PROPS, type NpmPackagesProps } from './npm-packages-props';
import { checkScripts, runScripts, scriptedPackages } from './npm-scripts';
import { sentArchives } from './sent-archives';

/** Packages at their places, and what put them there. */
interface LaidOut extends Required<Pick<InstallationOptions, 'linker'>> {
  readonly packages: Packages;
}

/**
 * Packages of npm: all that a package-lock.json, a pnpm-lock.yaml or a yarn.lock names, or what npm
 * resolves for a list of names. As an artifact it holds them where `npm ci`, pnpm or yarn puts them, in
 * `node_modules`: `packages.at('/app')`.
 *
 * The client fetches the archives, holds each to its hash, and sends them as `local` sources, those for
 * one platform apart from all others. One exec without network unpacks them on the build platform, so
 * npm itself is not needed. Install scripts run where the app says so alone.
 *
 * @see npm, docs: package-lock.json
 */
export class NpmPackages extends ArtifactConstruct {
  private readonly props: NpmPackagesProps;

  constructor(scope: IConstruct, id: string, props: NpmPackagesProps) {
    super(scope, id);
    this.props = props;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(NPM_PACKAGES_PROPS, this.props, () => {
      const { directory, packages = {}, source } = this.props;
      const isList = Object.keys(packages).length > 0;
      if (isList === (source !== undefined) || (isList && directory !== undefined)) {
        return [
          this.error('E_PROPERTY', '"source" must be given, or "packages"', {
            got: isList ? 'packages, and what is for a source' : 'none of them',
            expected: 'a source with a package-lock.json, or packages by name',
          }),
        ];
      }
      return [];
    });
  }

  /** What the project itself is: its files, and the folder of package-lock.json in them. @internal */
  get project(): Pick<NpmPackagesProps, 'source' | 'directory'> {
    return this.props;
  }

  lower(target: Target): State {
    return target.once(this, () => {
      const { base } = this.props;
      const project = this.laidOut(target);
      const build = target.for(target.build);
      const root = packagesOf(base).root(build, this);
      const node = this.props.node ?? nodeOf(packagesOf(base), build, this);
      if (project === undefined || node === undefined) return scratch();
      const platform = this.platform(target);
      const described = this.described(project, platform, target);
      if (described === undefined) return scratch();
      const installation = this.chosen(described, platform, target);
      const scripted = scriptedPackages(installation, this.props, target, this);
      const problem = engineProblem(installation.packages, node, this.props.ignoreEngines);
      if (problem !== undefined) throw this.error('E_NPM_NODE', problem.message, problem.details);
      const tarballs = this.fetched(installation, platform, target);
      if (tarballs === undefined) return scratch();
      const unpacked = unpackNpm(root, {
        title: this.node.id,
        source: this.source,
        archives: installation.archives.map(({ path, source }) => {
          const depth = path.split('/node_modules/').length;
          return [depth, tarballs.files[source.url]?.sha256 ?? '', path] as const;
        }),
        programs: installation.programs,
        links: installation.links,
        files: sentArchives(installation.archives, tarballs, target),
      });
      if (scripted.length === 0) return unpacked;
      return runScripts(unpacked, scripted, this.props, target, this);
    });
  }

  /** All packages at their places; undefined while what decides these is not locked. */
  private laidOut(target: Target): LaidOut | undefined {
    const project = this.locked(target);
    if (project?.type !== 'yarn') return project && { linker: 'npm', packages: project.packages };
    const archives = yarnArchives(project.yarn);
    const request = { files: Object.fromEntries(archives), absent: [] };
    const tarballs = target.ask(this, TARBALL, { ...request, manifests: [...archives.keys()] });
    if (tarballs === undefined) return undefined;
    const said = (url: string) => tarballs.files[url]?.manifest;
    return { linker: 'yarn', packages: this.told(() => layOutYarn(project.yarn, said)) };
  }

  /** What the project needs; undefined while it is not locked. */
  private locked(target: Target): NpmProject | undefined {
    const { directory = '', packages = {}, source } = this.props;
    if (source === undefined) return this.answered(target, { type: 'list', packages });
    const files = source.lockFiles(target, directory, NPM_LOCK_FILES);
    if (files?.type !== 'files') return files && this.answered(target, files);
    return this.told(() => {
      const { folder, texts } = files;
      const where = `in "${folder}"`;
      const read = readProject(texts, where);
      const others = source.lockFiles(target, directory, manifestPaths(read)) as LocalLockFiles;
      requireManifests(read, new Map([...texts, ...others.texts]), where);
      return read;
    });
  }

  private answered(target: Target, request: NpmRequest): NpmProject | undefined {
    const answer = target.ask(this, NPM, request);
    return answer && this.told(() => lockedProject(answer));
  }

  private platform({ platform }: Target): NodePlatform {
    const found = nodePlatform(platform);
    if (found !== undefined) return found;
    throw this.error('E_PLATFORM', 'Node has no name for the platform', {
      got: formatPlatform(platform),
    });
  }

  /** Packages with what their archives alone say of them; undefined while these are not locked. */
  private described(project: LaidOut, platform: NodePlatform, target: Target): LaidOut | undefined {
    const { archives, ...others } = this.choose(project, platform, target);
    if (undescribedUrls(archives).length === 0) return project;
    const tarballs = this.fetched({ archives, ...others }, platform, target);
    if (tarballs === undefined) return undefined;
    const said = (url: string) => tarballs.files[url]?.manifest;
    return { ...project, packages: this.told(() => describePackages(project.packages, said)) };
  }

  private chosen(project: LaidOut, platform: NodePlatform, target: Target): Installation {
    this.told(() => checkScripts(project.packages, this.props));
    return this.choose(project, platform, target);
  }

  private choose(
    { linker, packages }: LaidOut,
    platform: NodePlatform,
    target: Target,
  ): Installation {
    const options = {
      ...{ linker, platform },
      platformName: formatPlatform(target.platform),
      withDev: this.props.dev ?? false,
    };
    return this.told(() => chooseInstallation(packages, options));
  }

  /** Sizes and hashes of the archives; undefined while they are not locked. */
  private fetched(
    { absent, archives }: Installation,
    platform: NodePlatform,
    target: Target,
  ): Tarballs | undefined {
    const manifests = undescribedUrls(archives);
    const request: TarballRequest = {
      ...(manifests.length === 0 ? {} : { manifests }),
      files: Object.fromEntries(archives.map(({ source }) => [source.url, source.integrity])),
      absent: [...absent].map(([name, range]) => `${name}@${range}`).sort(),
    };
    const answer = target.ask(this, TARBALL, request);
    const lost = Object.entries(answer?.absent ?? {}).filter(
      ([, needs]) => needs !== undefined && isFor(needs, platform),
    );
    if (lost.length === 0) return answer;
    throw this.error(
      'E_NPM_PLATFORM',
      `package-lock.json does not have what is for ${formatPlatform(target.platform)}`,
      {
        got: `no ${lost.map(([name]) => name).join(', ')}`,
        expected:
          'optional packages of all platforms, as npm writes them where nothing is installed yet',
        fix: 'remove node_modules and package-lock.json, and run "npm install --package-lock-only"',
      },
    );
  }

  /** Errors of a package-lock.json, with the construct that names it. */
  private told<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (!BuildError.is(error) || error.details.constructPath !== undefined) throw error;
      throw this.error(error.code, error.message, error.details);
    }
  }
}
