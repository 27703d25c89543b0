import type { IConstruct } from 'constructs';
import type { DebianArchitecture } from '../../lib/debian/architecture';
import type { BuildError } from '../../lib/errors';
import { bindMount, cacheMount, type ExecOptions, type State, scratch } from '../../lib/llb';
import { isCleanPath } from '../../lib/oci/clean-path';
import { formatPlatform } from '../../lib/oci/platform';
import type { IArtifact } from '../core/artifact';
import { callUser } from '../core/call-user';
import { LocatedConstruct } from '../core/located-construct';
import { lowerArtifact } from '../core/lower-artifact';
import type { Target } from '../core/target';
import { DebianBase } from '../debian/debian-base';
import type { DebianPackages } from '../debian/debian-packages';
import { debianArchitecture } from '../debian/platform';
import { type CrossLanguage, crossToolchain } from './cross-toolchain';
import { StageOutput } from './stage-output';

/** What a stage is told of the platform that it compiles for. */
export interface StageTarget {
  /** `linux/arm64`. */
  readonly platform: string;
  /** OCI architecture, e.g. `arm64`; Go's GOARCH. */
  readonly architecture: string;
  /** Debian architecture, e.g. `arm64`. */
  readonly debian: string;
  /** GNU triplet, e.g. `aarch64-linux-gnu`: the prefix of the cross compiler. */
  readonly gnu: string;
}

/** Argument of {@link BuildStageProps.run}. */
export interface StageContext {
  readonly target: StageTarget;
}

/** A command: the program and its arguments. No shell reads it. */
export type Command = readonly string[];

/** Properties of a {@link BuildStage}. */
export interface BuildStageProps {
  /** The root that commands run in, on the build platform. */
  readonly base: DebianBase | DebianPackages;
  /**
   * Language whose toolchain for each target is added to the base.
   *
   * @default - none
   */
  readonly cross?: CrossLanguage;
  /**
   * Artifacts by the absolute path they are mounted at. Writable for this stage; what it writes
   * there is seen by its next command and by nobody else.
   *
   * @default {}
   */
  readonly mounts?: Readonly<Record<string, IArtifact>>;
  /**
   * Folders that live from build to build, by path: the id of the cache. Never part of a result.
   *
   * @default {}
   */
  readonly caches?: Readonly<Record<string, string>>;
  /**
   * Environment of the commands.
   *
   * @default - PATH, HOME, LC_ALL=C.UTF-8, TZ=UTC and SOURCE_DATE_EPOCH
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Absolute path that commands run in.
   *
   * @default '/'
   */
  readonly workingDirectory?: string;
  /**
   * Folders that the stage gives away, empty at first; see {@link BuildStage.directory}.
   *
   * @default ['/out']
   */
  readonly outputs?: readonly string[];
  /** The commands, in order; called once for each target. */
  readonly run: readonly Command[] | ((context: StageContext) => readonly Command[]);
}

/**
 * Commands that run on the build platform, for each target.
 *
 * Each command becomes an exec without network. Its root, the mounts and the outputs are those
 * that the command before it left.
 */
export class BuildStage extends LocatedConstruct {
  private readonly props: BuildStageProps;

  constructor(scope: IConstruct, id: string, props: BuildStageProps) {
    super(scope, id);
    this.props = props;
  }

  /**
   * A folder that the stage writes: an output, or a folder below one.
   *
   * @throws BuildError `E_STAGE_OUTPUT` when it is in no output
   */
  directory(path: string): StageOutput {
    const output = this.outputs.find((root) => path === root || path.startsWith(`${root}/`));
    if (output === undefined) {
      throw this.error('E_STAGE_OUTPUT', `"${path}" is in no output of the stage`, {
        got: `"${path}"`,
        expected: `a path at or below ${this.outputs.map((root) => `"${root}"`).join(', ')}`,
        fix: `add it to the stage's "outputs"`,
      });
    }
    return new StageOutput(this, output, path.slice(output.length + 1));
  }

  override check(): readonly BuildError[] {
    const { caches = {}, mounts = {}, workingDirectory = '/' } = this.props;
    const paths = [...Object.keys(mounts), ...Object.keys(caches), ...this.outputs];
    const errors = [...paths, workingDirectory]
      .filter((path) => !isCleanPath(path))
      .map((path) =>
        this.error('E_STAGE_PATH', 'a path of the stage is not absolute and clean', {
          got: `"${path}"`,
          expected: 'an absolute path without "..", "//" or a final "/"',
        }),
      );
    const twice = paths.filter((path, index) => path === '/' || paths.indexOf(path) !== index);
    for (const path of twice) {
      errors.push(
        this.error('E_STAGE_PATH', 'two things of the stage have the same path', {
          got: `"${path}"`,
          expected: 'each mount, cache and output at a path of its own, and none at "/"',
        }),
      );
    }
    return errors;
  }

  /** What is at the path of an output, or of a mount, after the last command. @internal */
  lower(path: string, target: Target): State {
    return target.once(this, () => this.lowerCommands(target)).get(path) ?? scratch();
  }

  private lowerCommands(target: Target): ReadonlyMap<string, State> {
    const { caches = {}, mounts = {} } = this.props;
    const architecture = debianArchitecture(target.platform, this);
    let root = this.root(architecture, target).stageRoot(target.for(target.build), this);
    const trees = new Map<string, State>();
    for (const [path, artifact] of Object.entries(mounts)) {
      trees.set(path, lowerArtifact(artifact, target, this));
    }
    for (const path of this.outputs) trees.set(path, scratch());
    for (const args of this.commands(architecture)) {
      const exec = root.run({
        ...this.execOptions(args, architecture),
        mounts: [
          ...[...trees].map(([path, state]) => bindMount(path, state)),
          ...Object.entries(caches).map(([path, id]) => cacheMount(path, { id })),
        ],
      });
      root = exec.root;
      for (const path of trees.keys()) trees.set(path, exec.mount(path));
    }
    return trees;
  }

  private execOptions(args: Command, { debian }: DebianArchitecture): ExecOptions {
    const { env = {}, workingDirectory = '/' } = this.props;
    return {
      args,
      cwd: workingDirectory,
      env: {
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin',
        HOME: '/root',
        LC_ALL: 'C.UTF-8',
        TZ: 'UTC',
        SOURCE_DATE_EPOCH: `${this.base.base.sourceDateEpoch}`,
        ...env,
      },
      network: 'none',
      customName: `${this.node.id} ${debian}: ${args.join(' ')}`,
      source: this.source,
    };
  }

  private commands({ debian, gnu, platform }: DebianArchitecture): readonly Command[] {
    const { run } = this.props;
    const { architecture } = platform;
    const target = { platform: formatPlatform(platform), architecture, debian, gnu };
    const commands = typeof run === 'function' ? callUser(this, 'run', () => run({ target })) : run;
    if (!Array.isArray(commands) || commands.length === 0 || !commands.every(isCommand)) {
      throw this.error('E_STAGE_COMMAND', 'the stage has an empty command, or none', {
        got: JSON.stringify(commands)?.slice(0, 80),
        expected: "a list of commands, each a list of words: [['make', 'install']]",
      });
    }
    return commands;
  }

  private root(architecture: DebianArchitecture, { build }: Target): DebianPackages {
    const { cross } = this.props;
    if (cross === undefined) return this.base;
    const native = debianArchitecture(build, this);
    return this.base.with({ packages: crossToolchain(cross, architecture, native) });
  }

  private get base(): DebianPackages {
    const { base } = this.props;
    return DebianBase.isDebianBase(base) ? base.minbase() : base;
  }

  private get outputs(): readonly string[] {
    return this.props.outputs ?? ['/out'];
  }
}

function isCommand(command: unknown): command is Command {
  return (
    Array.isArray(command) &&
    command.length > 0 &&
    command.every((word) => typeof word === 'string') &&
    command[0] !== ''
  );
}
