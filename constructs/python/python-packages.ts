import type { IConstruct } from 'constructs';
import type { DebianArchitecture } from '../../lib/debian/architecture';
import { loginSecretId } from '../../lib/debian/other-archive';
import type { BuildError } from '../../lib/errors';
import { PYTHON } from '../../lib/inputs/python/kind';
import type { PythonRequest } from '../../lib/inputs/python/request';
import { filenameOf, type LockedWheel } from '../../lib/inputs/python/section';
import { http, type ProgressGroup, type State, scratch } from '../../lib/llb';
import { choosePythonLockFile, LOCK_FILES } from '../../lib/python/lock-file-name';
import { normalizeName } from '../../lib/python/name';
import { machineOf, markerEnvironment, minorVersion } from '../../lib/python/target';
import { installWheels } from '../../lib/rootfs';
import { ArtifactConstruct } from '../core/artifact-construct';
import { FILE_DATE } from '../core/file-options';
import type { Target } from '../core/target';
import type { DebianPackages } from '../debian/debian-packages';
import { packagesOf } from '../debian/debian-root';
import { debianArchitecture } from '../debian/platform';
import { stageEnvironment } from '../stage/stage-environment';
import { PYTHON_PACKAGES_PROPS, type PythonPackagesProps } from './python-packages-props';
import { type DebianPython, findPython } from './python-version';

/** As URLs have it before their host. */
const PASSWORD = /:\/\/[^/\s"'@]*:[^/\s"'@]+@/;

/** Where the public index has its files; mirrors have them by the same path. */
const PUBLIC_FILES = 'https://files.pythonhosted.org/';

/**
 * The packages that a lock file of Python means, for each target, from wheels alone. The artifact is laid
 * out as Debian's Python wants `/usr/local`: `lib/python3.13/dist-packages`, and `bin` with the programs
 * of the packages. The project of the lock file is not among them: its files are the app's own.
 *
 * Becomes an `http` source with a checksum for each wheel, and one exec of the build platform without
 * network that installs them. Which wheels a target can use, and where they are, stands in the lock.
 *
 * @see Python packaging: binary distribution format, platform compatibility tags
 */
export class PythonPackages extends ArtifactConstruct {
  private readonly props: PythonPackagesProps;

  constructor(scope: IConstruct, id: string, props: PythonPackagesProps) {
    super(scope, id);
    this.props = props;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(PYTHON_PACKAGES_PROPS, this.props);
  }

  lower(target: Target): State {
    return target.once(this, () => {
      const architecture = debianArchitecture(target.platform, this);
      const build = target.for(target.build);
      const packages = this.packages();
      const root = packages.root(build, this);
      const installed = packages.lockedPackages(build, this);
      if (installed === undefined) return scratch();
      const python = findPython(installed);
      if (python === undefined) throw this.noPython(packages);
      const request = this.request(python, architecture, target);
      const locked = request === undefined ? undefined : target.ask(this, PYTHON, request);
      if (request === undefined || locked === undefined) return scratch();
      const { wheels } = locked;
      const name = `${this.node.id}: fetch ${wheels.length} wheels`;
      // What people see as one has one id, which is in no op.
      const group = { id: `python ${this.node.path}`, name };
      const version = minorVersion(python);
      return installWheels(root, {
        title: `${this.node.id} ${architecture.debian}: install ${wheels.length} wheels`,
        source: this.source,
        wheels: wheels.map((wheel) => ({
          filename: filenameOf(wheel.url),
          state: this.fetched(wheel, target, group),
        })),
        library: `lib/python${version}/dist-packages`,
        headers: `include/python${version}`,
        // That of another suite would not find the packages.
        interpreter: `/usr/bin/python${version}`,
        date: FILE_DATE,
        environment: markerEnvironment(request),
        elsewhere: request.exclude,
        env: stageEnvironment(packages.base.sourceDateEpoch),
      });
    });
  }

  private packages(): DebianPackages {
    const needed = ['python3', 'python3-installer', 'python3-packaging'];
    return packagesOf(this.props.base).with({ packages: needed });
  }

  /** Undefined while the commit of the source is not locked. */
  private request(
    python: DebianPython,
    { debian }: DebianArchitecture,
    target: Target,
  ): PythonRequest | undefined {
    const { directory = '', exclude, extras, file, groups, project, source } = this.props;
    if (machineOf(debian) === undefined) {
      throw this.error('E_PLATFORM', 'no wheels are made for the platform', { got: debian });
    }
    const names = file === undefined ? LOCK_FILES : [file];
    const files = source.lockFiles(target, directory, names);
    if (files === undefined) return undefined;
    const wanted = {
      ...python,
      architecture: debian,
      extras: sorted(extras),
      groups: sorted(groups),
      exclude: sorted(exclude),
      ...(project === undefined ? {} : { project: normalizeName(project) }),
    };
    if (files.type === 'git') {
      return { ...files, ...(file === undefined ? {} : { file }), ...wanted };
    }
    const { problem, ...chosen } = choosePythonLockFile(files.texts, file);
    if (problem === undefined) {
      // The text is a part of the request, which stands in the manifest.
      if (PASSWORD.test(chosen.text)) throw this.withPassword(`${files.folder}/${chosen.file}`);
      return { type: 'file', folder: files.folder, ...chosen, ...wanted };
    }
    const { message, ...details } = problem;
    throw this.error('E_PYTHON_LOCK', `${message} in "${files.folder}"`, details);
  }

  private fetched(
    { sha256, size, url }: LockedWheel,
    target: Target,
    progressGroup: ProgressGroup,
  ): State {
    if (url.startsWith(PUBLIC_FILES)) {
      const path = url.slice(PUBLIC_FILES.length);
      target.mirrored(url, {
        archive: 'pypi',
        path,
        ...(size === undefined ? {} : { size }),
        sha256,
      });
    }
    const { host } = new URL(url);
    const needsLogin = this.props.logins?.includes(host) ?? false;
    return http(url, {
      checksum: `sha256:${sha256}`,
      filename: filenameOf(url),
      source: this.source,
      progressGroup,
      ...(needsLogin ? { authHeaderSecret: loginSecretId(host) } : {}),
    });
  }

  private withPassword(path: string): BuildError {
    return this.error('E_PYTHON_SOURCE', `${path} has a URL with a password`, {
      expected: 'URLs without credentials: what is locked is read by many',
      fix: 'take it out, and give the login by netrc or PIP_INDEX_URL',
    });
  }

  private noPython({ packages }: DebianPackages): BuildError {
    return this.error('E_PYTHON_VERSION', 'no one Python is in the root that installs', {
      got: packages.join(', '),
      expected: 'python3 and libc6 of one suite',
    });
  }
}

/** Names in their normal form, each once. */
function sorted(names: readonly string[] = []): readonly string[] {
  return [...new Set(names.map(normalizeName))].sort();
}
