import {
  ABSOLUTE_PATH,
  callable,
  either,
  flag,
  list,
  oneOf,
  optional,
  type PropsOf,
  record,
  shape,
  text,
  VARIABLE_NAME,
} from '../../lib/props';
import { ARTIFACT } from '../core/artifact';
import type { CompilerFlags } from './hardening';
import { STAGE_BASE } from './stage-root';
import { STAGE_WAIVERS, type StageWaivers } from './stage-waivers';
import { TARGET_PACKAGES } from './target-packages';

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
  /** What the stage is run for. */
  readonly target: StageTarget;
  /**
   * What hardens programs of C and C++, for commands that start a compiler themselves. Others find it
   * in `CFLAGS`, `CXXFLAGS` and `LDFLAGS`. Empty without `cross`.
   */
  readonly flags: CompilerFlags;
}

/** A command: the program and its arguments. No shell reads it. */
export type Command = readonly string[];

/** The commands of a stage. */
export const COMMANDS = list<Command>(list(text(), { min: 1 }), { min: 1 });

const SESSION_ID = text({
  pattern: /^[A-Za-z0-9._-]+$/,
  expected: 'an id of letters, digits, ".", "_" and "-"',
});

/** What of the session a step is given: its id, or the id and whether the step can do without. */
const OF_SESSION = either(
  SESSION_ID,
  shape({
    /** Name under which `--secret`, `--ssh` or the environment gives it. */
    id: SESSION_ID,
    /**
     * The commands run even if nothing gives it.
     *
     * @default false
     */
    optional: optional(flag()),
  }),
);

/** What fits {@link BuildStageProps}. */
export const BUILD_STAGE_PROPS = shape({
  /**
   * The root that commands run in, on the build platform: Debian, or an image of a registry, whose
   * variables they have.
   */
  base: STAGE_BASE,
  /**
   * Language whose toolchain for each target is added to the base, which is a Debian then. `CFLAGS`,
   * `CXXFLAGS` and `LDFLAGS` harden what is compiled, as they harden Debian's own packages.
   *
   * @default - none
   */
  cross: optional(oneOf('c', 'c++')),
  /**
   * Debian packages of each target's architecture that are linked with, beside `cross`: `libssl-dev`.
   * What pkg-config says of them is found.
   *
   * @default []
   */
  packages: optional(TARGET_PACKAGES),
  /**
   * Artifacts by the absolute path they are mounted at. Writable for this stage; what it writes
   * there is seen by its next command and by nobody else.
   *
   * @default {}
   */
  mounts: optional(record(ABSOLUTE_PATH, ARTIFACT)),
  /**
   * Folders that live from build to build, by path: the id of the cache. Never part of a result.
   *
   * @default {}
   */
  caches: optional(record(ABSOLUTE_PATH, text({ pattern: /\S/, expected: 'the id of a cache' }))),
  /**
   * Secrets by the absolute path of the file that the commands read, e.g.
   * `{ '/run/secrets/token': 'token' }`. Each becomes a mount of type `SECRET`, mode 0400; its content
   * is in no layer, and no change of it runs a command again.
   *
   * @default {}
   */
  secrets: optional(record(ABSOLUTE_PATH, OF_SESSION)),
  /**
   * Secrets by the variable that the commands read, e.g. `{ NPM_TOKEN: 'npm' }`. Becomes
   * `ExecOp.secretenv`.
   *
   * @default {}
   */
  secretEnv: optional(record(VARIABLE_NAME, OF_SESSION)),
  /**
   * Ssh agents by id; `SSH_AUTH_SOCK` names the socket of the first. Each becomes a mount of type
   * `SSH`.
   *
   * @default []
   */
  ssh: optional(list(OF_SESSION)),
  /**
   * Environment of the commands.
   *
   * @default - PATH, HOME, LC_ALL=C.UTF-8, TZ=UTC and SOURCE_DATE_EPOCH, the flags of `cross`, and what
   *   an image has
   */
  env: optional(record(VARIABLE_NAME, text())),
  /**
   * Absolute path that commands run in.
   *
   * @default '/'
   */
  workingDirectory: optional(ABSOLUTE_PATH),
  /**
   * Folders that the stage gives away, empty at first; see {@link BuildStage.directory}.
   *
   * @default ['/out']
   */
  outputs: optional(list(ABSOLUTE_PATH)),
  /**
   * Departures from how a stage is, each with its reason: it has no network, and hardens what it
   * compiles. `synth audit` tells them of every image that is made of the stage.
   *
   * @default {}
   */
  waivers: optional<StageWaivers>(STAGE_WAIVERS),
  /** The commands, in order; called once for each target. */
  run: either(
    COMMANDS,
    callable<(context: StageContext) => readonly Command[]>(
      'a function ({ flags, target }) => [commands]',
    ),
  ),
});

/** Properties of a {@link BuildStage}. */
export interface BuildStageProps extends PropsOf<typeof BUILD_STAGE_PROPS> {}
