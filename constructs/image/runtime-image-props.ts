import {
  ABSOLUTE_PATH,
  either,
  extend,
  instance,
  list,
  optional,
  PORT,
  type PropsOf,
  REASON,
  record,
  SIGNAL,
  shape,
  text,
  VARIABLE_NAME,
} from '../../lib/props';
import { ARTIFACT } from '../core/artifact';
import { DebianRuntime } from '../debian/debian-runtime';
import { ImageRuntime } from '../source/image-runtime';
import {
  ACCOUNT,
  type Account,
  USER,
  WRITABLE,
  type WritableFolder,
} from './account/account-props';
import { HEALTHCHECK_PROPS, type HealthcheckProps } from './healthcheck';
import { IMAGE_PROPS, type ImageProps } from './image-props';
import { START_PROPS, type StartProps } from './start/start-props';

const RUNTIME_WAIVERS = shape({
  /**
   * The process runs as root.
   *
   * @default - it does not
   */
  root: optional(REASON),
  /**
   * There is no healthcheck.
   *
   * @default - there is one
   */
  healthcheck: optional(REASON),
  /**
   * The process writes below the paths of `writable`.
   *
   * @default - it writes nowhere
   */
  writable: optional(REASON),
  /**
   * The image holds a shell or a package manager.
   *
   * @default - it holds none
   */
  shell: optional(REASON),
  /**
   * Files have a set-user-ID or set-group-ID bit. Those of packages lose it in any case.
   *
   * @default - none has one
   */
  setUserId: optional(REASON),
  /**
   * Files have capabilities.
   *
   * @default - none has one
   */
  capabilities: optional(REASON),
  /**
   * Files, or folders without a sticky bit, are writable by everybody.
   *
   * @default - none is
   */
  worldWritable: optional(REASON),
  /**
   * There are devices.
   *
   * @default - there is none
   */
  devices: optional(REASON),
  /**
   * Programs or libraries are of another architecture, or need a loader or library that is not there.
   *
   * @default - each finds what it needs
   */
  programs: optional(REASON),
  /**
   * Links lead nowhere.
   *
   * @default - each leads somewhere, but for those of packages
   */
  links: optional(REASON),
});

/** Departures from the runtime contract: each with the reason that an audit will read. */
export interface RuntimeWaivers extends PropsOf<typeof RUNTIME_WAIVERS> {}

/** What fits {@link RuntimeImageProps}. */
export const RUNTIME_IMAGE_PROPS = extend(IMAGE_PROPS, {
  /** Packages that the program needs, or an image of a registry that has it. */
  base: either(
    instance('a runtime: debian.runtime({ packages: [...] })', (value) =>
      DebianRuntime.isDebianRuntime(value),
    ),
    instance('an image of a registry as one: image.runtime(debian)', (value) =>
      ImageRuntime.isImageRuntime(value),
    ),
  ),
  /**
   * Artifacts copied over the base, each a layer: the root of the artifact to `/`, or to the place
   * that it is put at, as `program.at('/boot/bin')`.
   *
   * @default []
   */
  files: optional(list(ARTIFACT)),
  /** The one process: absolute path of the program, and its arguments. */
  entrypoint: list(text(), { min: 1 }),
  /**
   * What is done before the process: files with values of variables, and what fills an empty volume.
   *
   * @default - nothing: it is started as it is
   */
  start: optional<StartProps>(START_PROPS),
  /**
   * Default arguments, which a user of the image replaces.
   *
   * @default []
   */
  cmd: optional(list(text())),
  /**
   * Environment of the process, beside that of an image that it is made on.
   *
   * @default - PATH alone
   */
  env: optional(record(VARIABLE_NAME, text())),
  /**
   * Absolute path that the process starts in. It is there, and the user may enter it, or the build
   * fails with `E_RUNTIME_CONTRACT`.
   *
   * @default - `/`, or that of an image that it is made on
   */
  workingDirectory: optional(ABSOLUTE_PATH),
  /**
   * Accounts beside those of packages, for programs that look names up. The build fails where a package
   * has one of the same name or number.
   *
   * @default - the user alone, as "nonroot" where nothing else has its number
   */
  accounts: optional(list<Account>(ACCOUNT)),
  /**
   * `user:group` in numbers, or by name: an account of `accounts`, or one of a package, as `postgres` or
   * `mpd:audio`; without a group it is the one of the same name. The config has the numbers.
   *
   * @default '65532:65532'
   */
  user: optional(USER),
  /**
   * Ports that the process listens on, e.g. `8080/tcp`.
   *
   * @default []
   */
  ports: optional(list(PORT)),
  /**
   * Paths that the process writes; all else is read-only. They belong to the user, or to who
   * `{ path, owner, mode }` says. An engine gives a new volume the owner and the mode of the path.
   *
   * @default []
   */
  writable: optional(list<string | WritableFolder>(WRITABLE)),
  /**
   * How the engine finds out whether it works.
   *
   * @default - none, and the waiver `healthcheck` must say why
   */
  healthcheck: optional<HealthcheckProps>(HEALTHCHECK_PROPS),
  /**
   * Signal that ends the process.
   *
   * @default 'SIGTERM'
   */
  stopSignal: optional(SIGNAL),
  /**
   * Departures from the runtime contract, each with its reason.
   *
   * @default {}
   */
  waivers: optional<RuntimeWaivers>(RUNTIME_WAIVERS),
});

/** Properties of a {@link RuntimeImage}. */
export interface RuntimeImageProps extends ImageProps, PropsOf<typeof RUNTIME_IMAGE_PROPS> {}
