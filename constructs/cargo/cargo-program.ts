import type { IConstruct } from 'constructs';
import { targetTriple } from '../../lib/cargo';
import type { DebianArchitecture } from '../../lib/debian/architecture';
import type { BuildError } from '../../lib/errors';
import { bindMount, copy, type State, scratch } from '../../lib/llb';
import { ArtifactConstruct } from '../core/artifact-construct';
import type { ArtifactFile } from '../core/artifact-operations';
import { FILE_DATE } from '../core/file-options';
import type { Target } from '../core/target';
import type { DebianPackages } from '../debian/debian-packages';
import { packagesOf } from '../debian/debian-root';
import { debianArchitecture } from '../debian/platform';
import { crossToolchain } from '../stage/cross-toolchain';
import { linkedPackages, ofTarget } from '../stage/target-packages';
import { cargoEnvironment } from './cargo-environment';
import { CARGO_PROGRAM_PROPS, type CargoProgramProps } from './cargo-program-props';
import { VENDOR } from './vendor-config';

const SOURCE = '/src';
const OUTPUT = '/cargo/target';

/**
 * A program of Rust, compiled on the build platform for each target by Debian's rustc and cargo. The
 * artifact holds the program at its root.
 *
 * Becomes one exec without network, `cargo build --locked --offline --release`, with the standard
 * library and the linker of the target, and a copy of the program. Symbols are stripped.
 */
export class CargoProgram extends ArtifactConstruct {
  private readonly props: CargoProgramProps;

  constructor(scope: IConstruct, id: string, props: CargoProgramProps) {
    super(scope, id);
    this.props = props;
  }

  /**
   * The program itself, to be put somewhere under another name.
   *
   * @param path its name
   */
  override file(path: string = this.props.program): ArtifactFile {
    return super.file(path);
  }

  override check(): readonly BuildError[] {
    return this.checkProps(CARGO_PROGRAM_PROPS, this.props);
  }

  lower(target: Target): State {
    return target.once(this, () => {
      const { crates, program } = this.props;
      const architecture = debianArchitecture(target.platform, this);
      const build = target.for(target.build);
      const packages = this.packages(architecture, build);
      const root = packages.root(build, this);
      const triple = this.triple(architecture);
      const exec = root.run({
        args: this.command(triple),
        cwd: [SOURCE, crates.folder].filter(Boolean).join('/'),
        env: {
          ...cargoEnvironment(architecture, triple, packages.base.sourceDateEpoch, OUTPUT),
          ...this.props.env,
        },
        mounts: [
          bindMount(OUTPUT, scratch()),
          bindMount(SOURCE, crates.sources(target), { forceNoOutput: true }),
          bindMount(VENDOR, crates.lower(target), { readonly: true }),
        ],
        network: 'none',
        customName: `${this.node.id} ${architecture.debian}: cargo build ${program}`,
        source: this.source,
      });
      const made = copy(exec.mount(OUTPUT), `/${triple}/release/${program}`, `/${program}`, {
        mode: 0o755,
        timestamp: FILE_DATE,
      });
      return scratch().file(made, { customName: `program ${program}`, source: this.source });
    });
  }

  /** The base with what compiles and links for the target. */
  private packages(architecture: DebianArchitecture, build: Target): DebianPackages {
    const { base, packages = [] } = this.props;
    const native = debianArchitecture(build.platform, this);
    const isForeign = native.debian !== architecture.debian;
    return packagesOf(base).with({
      packages: [
        'cargo',
        'rustc',
        ofTarget('libstd-rust-dev', architecture, native),
        // Build scripts are programs of the build platform.
        ...crossToolchain('c', native, native),
        ...(isForeign ? crossToolchain('c', architecture, native) : []),
        ...linkedPackages(packages, architecture, native),
      ],
    });
  }

  private command(triple: string): string[] {
    const { defaultFeatures = true, features = [], package: name, program } = this.props;
    return [
      'cargo',
      'build',
      '--locked',
      '--offline',
      '--release',
      `--target=${triple}`,
      `--config=${VENDOR}/config.toml`,
      ...(name === undefined ? [] : [`--package=${name}`]),
      `--bin=${program}`,
      ...(features.length === 0 ? [] : [`--features=${features.join(',')}`]),
      ...(defaultFeatures ? [] : ['--no-default-features']),
    ];
  }

  private triple({ debian }: DebianArchitecture): string {
    const triple = targetTriple(debian);
    if (triple !== undefined) return triple;
    throw this.error('E_PLATFORM', 'Rust has no name for the platform', { got: debian });
  }
}
