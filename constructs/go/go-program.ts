import type { IConstruct } from 'constructs';
import type { DebianArchitecture } from '../../lib/debian/architecture';
import type { BuildError } from '../../lib/errors';
import type { GoModulesLock } from '../../lib/inputs/go/section';
import { bindMount, cacheMount, copy, type Mount, type State, scratch } from '../../lib/llb';
import { ArtifactConstruct } from '../core/artifact-construct';
import type { ArtifactFile } from '../core/artifact-operations';
import { FILE_DATE } from '../core/file-options';
import type { Target } from '../core/target';
import type { DebianPackages } from '../debian/debian-packages';
import { packagesOf } from '../debian/debian-root';
import { debianArchitecture } from '../debian/platform';
import { crossToolchain } from '../stage/cross-toolchain';
import { stageEnvironment } from '../stage/stage-environment';
import { linkedPackages } from '../stage/target-packages';
import { goCommand } from './go-command';
import { goEnvironment } from './go-environment';
import { FILE } from './go-modules';
import { GO_PROGRAM_PROPS, type GoProgramProps } from './go-program-props';
import { findToolchain, type GoToolchain, newerGoThan } from './go-toolchain';

const PROXY = '/go/proxy';
const CACHE = '/go/build';
const OUTPUT = '/out';
const SOURCE = '/src';

/**
 * A program of Go, compiled for each target on the build platform; without C it is static. The artifact
 * holds it at its root: `program.at('/usr/local/bin')`.
 *
 * Becomes one exec of `go build` without network, in which the files of all modules are mounted as a
 * proxy of modules has them, and a copy of what it made. The same sources give the same bytes.
 */
export class GoProgram extends ArtifactConstruct {
  private readonly props: GoProgramProps;

  constructor(scope: IConstruct, id: string, props: GoProgramProps) {
    super(scope, id);
    this.props = props;
  }

  /** Name of the program in the artifact; empty where nothing says it. */
  get filename(): string {
    const { modules, name, package: path = '.' } = this.props;
    if (name !== undefined) return name;
    if (path !== '.') return path.slice(path.lastIndexOf('/') + 1);
    const elements = modules.module?.split('/') ?? [];
    // A major version is no name.
    return elements.filter((element) => !/^v\d+$/.test(element)).at(-1) ?? '';
  }

  /**
   * The program itself, to be put somewhere under another name: `program.file().at('/boot/bin/dns')`.
   *
   * @param path its name
   */
  override file(path: string = this.filename): ArtifactFile {
    return super.file(path);
  }

  override check(): readonly BuildError[] {
    return this.checkProps(GO_PROGRAM_PROPS, this.props, () => {
      if (this.filename !== '') return [];
      return [
        this.error('E_PROPERTY', 'the program has no name', {
          got: 'the package at the root of a source',
          expected: 'a name for it',
          fix: "give one: name: 'server'",
        }),
      ];
    });
  }

  lower(target: Target): State {
    return target.once(this, () => {
      const { modules } = this.props;
      const architecture = debianArchitecture(target.platform, this);
      const build = target.for(target.build);
      const packages = this.packages(architecture, build);
      const root = packages.root(build, this);
      const locked = modules.locked(target);
      const installed = packages.lockedPackages(build, this);
      if (locked === undefined || installed === undefined) return scratch();
      const toolchain = findToolchain(installed);
      if (toolchain === undefined) throw this.noToolchain(packages);
      this.requireVersion(locked, toolchain);
      const { debian } = architecture;
      const exec = root.run({
        args: this.command(toolchain),
        cwd: [SOURCE, modules.directory].filter(Boolean).join('/'),
        env: {
          ...stageEnvironment(packages.base.sourceDateEpoch),
          ...goEnvironment(architecture, {
            proxy: PROXY,
            cache: CACHE,
            cgo: this.cgo !== undefined,
          }),
          ...this.props.env,
        },
        mounts: this.mounts(packages, locked, target),
        network: 'none',
        customName: `${this.node.id} ${debian}: go build ${this.props.package ?? '.'}`,
        source: this.source,
      });
      const program = `/${this.filename}`;
      const made = copy(exec.mount(OUTPUT), program, program, {
        mode: 0o755,
        timestamp: FILE_DATE,
      });
      return scratch().file(made, { customName: `program ${this.filename}`, source: this.source });
    });
  }

  private get cgo(): Exclude<GoProgramProps['cgo'], boolean | undefined> | undefined {
    const { cgo = false } = this.props;
    return typeof cgo === 'boolean' ? (cgo ? {} : undefined) : cgo;
  }

  /** The base with Go, and with what compiles C for the target. */
  private packages(architecture: DebianArchitecture, build: Target): DebianPackages {
    const { base, toolchain = 'golang-go' } = this.props;
    const { cgo } = this;
    if (cgo === undefined) return packagesOf(base).with({ packages: [toolchain] });
    const native = debianArchitecture(build.platform, this);
    const { language = 'c', packages = [] } = cgo;
    return packagesOf(base).with({
      packages: [
        toolchain,
        ...crossToolchain('c', architecture, native),
        ...(language === 'c' ? [] : crossToolchain(language, architecture, native)),
        ...linkedPackages(packages, architecture, native),
      ],
    });
  }

  private command(toolchain: GoToolchain): string[] {
    const { flags, ldflags, mod = 'readonly', package: path = '.', tags } = this.props;
    const output = `${OUTPUT}/${this.filename}`;
    const first = [`-mod=${mod}`];
    return goCommand(toolchain, { first, tags, ldflags, flags, output, package: path });
  }

  private mounts(packages: DebianPackages, locked: GoModulesLock, target: Target): Mount[] {
    const { cache, modules } = this.props;
    return [
      bindMount(OUTPUT, scratch()),
      bindMount(SOURCE, modules.sources(packages.base, locked, target), { forceNoOutput: true }),
      cache === undefined
        ? bindMount(CACHE, scratch(), { forceNoOutput: true })
        : cacheMount(CACHE, { id: cache }),
      bindMount('/go/mod', scratch(), { forceNoOutput: true }),
      ...modules
        .files(locked, target)
        .map(({ path, state }) =>
          bindMount(`${PROXY}/${path}`, state, { readonly: true, selector: `/${FILE}` }),
        ),
    ];
  }

  private requireVersion(locked: GoModulesLock, { package: name, version }: GoToolchain): void {
    const newer = newerGoThan(version, locked);
    if (newer === undefined) return;
    throw this.error('E_GO_VERSION', `${newer.module} needs Go ${newer.go}`, {
      got: `Go ${version} of the package ${name}`,
      expected: `Go ${newer.go} or newer`,
      fix: `take a suite with a newer Go, name another package of it with "toolchain", or take an older version of ${newer.module}`,
    });
  }

  private noToolchain({ packages }: DebianPackages): BuildError {
    return this.error('E_GO_VERSION', 'no Go is in the root that compiles', {
      got: packages.join(', '),
      expected: 'a package such as golang-1.24-go among what is installed',
    });
  }
}
