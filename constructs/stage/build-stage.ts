import type { IConstruct } from 'constructs';
import type { DebianArchitecture } from '../../lib/debian/architecture';
import type { BuildError } from '../../lib/errors';
import {
  bindMount,
  cacheMount,
  type ExecOptions,
  type Mount,
  type State,
  scratch,
  secretMount,
  sshMount,
} from '../../lib/llb';
import { formatPlatform } from '../../lib/oci/platform';
import { ABSOLUTE_PATH } from '../../lib/props';
import { callUser } from '../core/call-user';
import { LocatedConstruct } from '../core/located-construct';
import { lowerArtifact } from '../core/lower-artifact';
import type { Target } from '../core/target';
import { debianArchitecture } from '../debian/platform';
import { ImageSource } from '../source/image-source';
import {
  BUILD_STAGE_PROPS,
  type BuildStageProps,
  COMMANDS,
  type Command,
} from './build-stage-props';
import { crossToolchain } from './cross-toolchain';
import { type CompilerFlags, compilerFlags, compilerVariables, NO_FLAGS } from './hardening';
import { stageEnvironment } from './stage-environment';
import { StageOutput } from './stage-output';
import { type StageRoot, stageRoot } from './stage-root';
import { departures, waivedHardenings } from './stage-waivers';
import { linkedPackages, pkgConfigEnvironment } from './target-packages';

/**
 * Commands that run on the build platform, for each target.
 *
 * Each command becomes an exec, without network unless a waiver says why it has one. Its root, the mounts and the outputs are those
 * that the command before it left. Secrets and ssh agents come from whoever builds.
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
    const roots = this.outputs.filter((root) => path === root || path.startsWith(`${root}/`));
    // Of outputs inside of each other the inner one is what is mounted there.
    const [output] = roots.sort((a, b) => b.length - a.length);
    if (output === undefined || ABSOLUTE_PATH.check(path, '').length > 0) {
      throw this.error('E_STAGE_OUTPUT', `"${path}" is in no output of the stage`, {
        got: `"${path}"`,
        expected: `a path at or below ${this.outputs.map((root) => `"${root}"`).join(', ')}`,
        fix: `add it to the stage's "outputs"`,
      });
    }
    return new StageOutput(this, output, path.slice(output.length + 1));
  }

  override check(): readonly BuildError[] {
    return this.checkProps(BUILD_STAGE_PROPS, this.props, () => [
      ...this.checkPaths(),
      ...this.checkCross(),
      ...this.checkWithoutCross(),
    ]);
  }

  private checkPaths(): BuildError[] {
    const { caches = {}, mounts = {}, secrets = {} } = this.props;
    const paths = [mounts, caches, secrets].flatMap(Object.keys).concat(this.outputs);
    const twice = paths.filter((path, index) => path === '/' || paths.indexOf(path) !== index);
    return twice.map((path) =>
      this.error('E_STAGE_PATH', 'two things of the stage have the same path', {
        got: `"${path}"`,
        expected: 'each mount, cache, secret and output at a path of its own, and none at "/"',
      }),
    );
  }

  private checkCross(): BuildError[] {
    const { base, cross } = this.props;
    if (cross === undefined || !ImageSource.isImageSource(base)) return [];
    return [
      this.error('E_PROPERTY', 'a toolchain is added to a Debian alone', {
        got: `cross: '${cross}', and an image of a registry as the base`,
        expected: 'a Debian root as the base, or an image that has the toolchain',
        fix: 'leave "cross" out, or take a DebianBase',
      }),
    ];
  }

  private checkWithoutCross(): BuildError[] {
    const { cross, packages = [], waivers = {} } = this.props;
    if (cross !== undefined) return [];
    const idle = waivedHardenings(waivers).map((name) => `waivers.${name}`);
    if (packages.length > 0) idle.push('packages');
    return idle.map((property) =>
      this.error('E_PROPERTY', `property ${property} is for stages that compile`, {
        got: `${property}, and no "cross"`,
        expected: '"cross", which adds the compiler of the target',
        fix: `add "cross", or leave ${property} out`,
      }),
    );
  }

  /** What is at the path of an output, or of a mount, after the last command. @internal */
  lower(path: string, target: Target): State {
    return target.once(this, () => this.lowerCommands(target)).get(path) ?? scratch();
  }

  private lowerCommands(target: Target): ReadonlyMap<string, State> {
    const { caches = {}, mounts = {} } = this.props;
    const architecture = debianArchitecture(target.platform, this);
    const below = stageRoot(this.props.base, this.added(architecture, target), target, this);
    let root = below.state;
    const trees = new Map<string, State>();
    for (const [path, artifact] of Object.entries(mounts)) {
      trees.set(path, lowerArtifact(artifact, target, this));
    }
    for (const path of this.outputs) trees.set(path, scratch());
    const flags = this.flags(architecture);
    for (const args of this.commands(architecture, flags)) {
      const exec = root.run({
        ...this.execOptions(args, architecture, below, flags),
        mounts: [
          ...[...trees].map(([path, state]) => bindMount(path, state)),
          ...Object.entries(caches).map(([path, id]) => cacheMount(path, { id })),
          ...this.sessionMounts(),
        ],
      });
      root = exec.root;
      for (const path of trees.keys()) trees.set(path, exec.mount(path));
    }
    return trees;
  }

  private sessionMounts(): Mount[] {
    const { secrets = {}, ssh = [] } = this.props;
    return [
      ...Object.entries(secrets).map(([path, wish]) => secretMount(path, wished(wish))),
      ...ssh.map((wish) => sshMount(wished(wish))),
    ];
  }

  private execOptions(
    args: Command,
    architecture: DebianArchitecture,
    below: StageRoot,
    flags: CompilerFlags,
  ): ExecOptions {
    const {
      env = {},
      packages = [],
      secretEnv = {},
      waivers = {},
      workingDirectory = '/',
    } = this.props;
    return {
      args,
      cwd: workingDirectory,
      env: {
        ...stageEnvironment(below.sourceDateEpoch),
        ...compilerVariables(flags),
        ...(packages.length === 0 ? {} : pkgConfigEnvironment(architecture)),
        ...below.env,
        ...env,
      },
      secretEnv: Object.entries(secretEnv).map(([name, wish]) => ({ name, ...wished(wish) })),
      network: waivers.network === undefined ? 'none' : 'sandbox',
      description: departures(waivers),
      customName: `${this.node.id} ${architecture.debian}: ${args.join(' ')}`,
      source: this.source,
    };
  }

  /** What compiles for the target, and what of it that is linked with. */
  private added(architecture: DebianArchitecture, target: Target): string[] {
    const { cross, packages = [] } = this.props;
    if (cross === undefined) return [];
    const build = debianArchitecture(target.build, this);
    return [
      ...crossToolchain(cross, architecture, build),
      ...linkedPackages(packages, architecture, build),
    ];
  }

  private flags(architecture: DebianArchitecture): CompilerFlags {
    const { cross, waivers = {} } = this.props;
    if (cross === undefined) return NO_FLAGS;
    return compilerFlags(architecture, new Set(waivedHardenings(waivers)));
  }

  private commands(
    { debian, gnu, platform }: DebianArchitecture,
    flags: CompilerFlags,
  ): readonly Command[] {
    const { run } = this.props;
    const { architecture } = platform;
    const target = { platform: formatPlatform(platform), architecture, debian, gnu };
    const commands =
      typeof run === 'function' ? callUser(this, 'run', () => run({ flags, target })) : run;
    const [problem] = COMMANDS.check(commands, 'run');
    if (problem === undefined) return commands;
    throw this.error('E_STAGE_COMMAND', 'the stage has an empty command, or none', {
      got: problem.got,
      expected: "a list of commands, each a list of words: [['make', 'install']]",
    });
  }

  // Outputs that are no list of texts are told by the check; until then there are none.
  private get outputs(): readonly string[] {
    const { outputs = ['/out'] } = this.props;
    return Array.isArray(outputs) ? outputs : [];
  }
}

type Wish = NonNullable<BuildStageProps['ssh']>[number];

function wished(wish: Wish): { readonly id: string; readonly optional: boolean } {
  if (typeof wish === 'string') return { id: wish, optional: false };
  return { id: wish.id, optional: wish.optional ?? false };
}
