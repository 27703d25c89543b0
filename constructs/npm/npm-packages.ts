import type { IConstruct } from 'constructs';
import { BuildError } from '../../lib/errors';
import { NPM } from '../../lib/inputs/npm/kind';
import { TARBALL, type TarballRequest, type Tarballs } from '../../lib/inputs/tarball/kind';
import { type State, scratch } from '../../lib/llb';
import {
  chooseInstallation,
  describePackages,
  type Installation,
  isFor,
  manifestPaths,
  type NodePlatform,
  NPM_LOCK_FILES,
  nodePlatform,
  type NpmPackages as Packages,
  readNpmPackages,
  readProject,
  requireManifests,
  undescribedUrls,
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

/**
 * Packages of npm: all that a package-lock.json or a pnpm-lock.yaml names, or what npm resolves for a list of names. As an
 * artifact it holds them where `npm ci`, or pnpm, puts them, in `node_modules`: `packages.at('/app')`.
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
      const packages = this.locked(target);
      const build = target.for(target.build);
      const root = packagesOf(base).root(build, this);
      const node = this.props.node ?? nodeOf(packagesOf(base), build, this);
      if (packages === undefined || node === undefined) return scratch();
      const platform = this.platform(target);
      const described = this.described(packages, platform, target);
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

  /** All packages of the project; undefined while they are not locked. */
  private locked(target: Target): Packages | undefined {
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

  private answered(target: Target, request: Parameters<typeof NPM.key>[0]): Packages | undefined {
    const answer = target.ask(this, NPM, request);
    return answer && this.told(() => readNpmPackages(answer.packages));
  }

  private platform({ platform }: Target): NodePlatform {
    const found = nodePlatform(platform);
    if (found !== undefined) return found;
    throw this.error('E_PLATFORM', 'Node has no name for the platform', {
      got: formatPlatform(platform),
    });
  }

  /** Packages with what their archives alone say of them; undefined while these are not locked. */
  private described(
    packages: Packages,
    platform: NodePlatform,
    target: Target,
  ): Packages | undefined {
    const { archives, ...others } = this.choose(packages, platform, target);
    if (undescribedUrls(archives).length === 0) return packages;
    const tarballs = this.fetched({ archives, ...others }, platform, target);
    return (
      tarballs &&
      this.told(() => describePackages(packages, (url) => tarballs.files[url]?.manifest))
    );
  }

  private chosen(packages: Packages, platform: NodePlatform, target: Target): Installation {
    this.told(() => checkScripts(packages, this.props));
    return this.choose(packages, platform, target);
  }

  private choose(packages: Packages, platform: NodePlatform, target: Target): Installation {
    const { dev = false } = this.props;
    const platformName = formatPlatform(target.platform);
    return this.told(() => chooseInstallation(packages, { platform, platformName, withDev: dev }));
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
