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
import { stageEnvironment } from './stage-environment';
import { StageOutput } from './stage-output';
import { type StageRoot, stageRoot } from './stage-root';

/**
 * Commands that run on the build platform, for each target.
 *
 * Each command becomes an exec without network. Its root, the mounts and the outputs are those
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

  /** What is at the path of an output, or of a mount, after the last command. @internal */
  lower(path: string, target: Target): State {
    return target.once(this, () => this.lowerCommands(target)).get(path) ?? scratch();
  }

  private lowerCommands(target: Target): ReadonlyMap<string, State> {
    const { caches = {}, mounts = {} } = this.props;
    const architecture = debianArchitecture(target.platform, this);
    const { base, cross } = this.props;
    const below = stageRoot(base, cross, architecture, target, this);
    let root = below.state;
    const trees = new Map<string, State>();
    for (const [path, artifact] of Object.entries(mounts)) {
      trees.set(path, lowerArtifact(artifact, target, this));
    }
    for (const path of this.outputs) trees.set(path, scratch());
    for (const args of this.commands(architecture)) {
      const exec = root.run({
        ...this.execOptions(args, architecture, below),
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
    { debian }: DebianArchitecture,
    below: StageRoot,
  ): ExecOptions {
    const { env = {}, secretEnv = {}, workingDirectory = '/' } = this.props;
    return {
      args,
      cwd: workingDirectory,
      env: {
        ...stageEnvironment(below.sourceDateEpoch),
        ...below.env,
        ...env,
      },
      secretEnv: Object.entries(secretEnv).map(([name, wish]) => ({ name, ...wished(wish) })),
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
