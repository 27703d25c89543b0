import type { DebianArchitecture } from '../debian/architecture';
import type { SourceLocation } from '../errors';
import { bindMount, type Mount, type ProgressGroup, type State, scratch } from '../llb';
import { type Deb, mountDebs } from './deb';
import { type Script, script } from './script';

/** How {@link unpackDebs} and {@link unpackRuntime} are shown and where they come from. */
export interface RootfsStep {
  /** What is made, for people: `trixie minbase arm64`. */
  readonly title: string;
  /** The user's line that asked for it. */
  readonly source?: SourceLocation | undefined;
}

/** Packages to unpack into one tree. */
export interface UnpackOptions extends RootfsStep {
  /** Root with busybox, see {@link unpackerTools}. */
  readonly tools: State;
  /** Architecture that the target's dpkg has for its own. */
  readonly architecture: DebianArchitecture;
  readonly debs: readonly Deb[];
  /** Seconds since 1970: the date of folders, and of files that no package holds. */
  readonly sourceDateEpoch: number;
  /** Whether base-files holds the links of the merged /usr. @default true */
  readonly holdsUsrLinks?: boolean;
}

/** Packages of a runtime, and where their maintainer scripts ran. */
export interface RuntimeOptions extends UnpackOptions {
  readonly configured: {
    /** Architecture of the build platform. */
    readonly architecture: DebianArchitecture;
    /** What the scripts of its minbase changed. */
    readonly minbase?: State | undefined;
    /** What those of the runtime's other packages changed over it. */
    readonly packages?: State | undefined;
  };
}

/**
 * Unpacks packages over a tree and registers them with dpkg as "unpacked": their maintainer
 * scripts are still to run.
 *
 * Becomes one `http` source for each .deb and one exec on the build platform, whose output is
 * the mount `/target`.
 */
export function unpackDebs(base: State, options: UnpackOptions): State {
  return unpack(base, options, scriptFor(options, 'date.sh'), ['install ok unpacked']);
}

/**
 * Unpacks packages into an empty tree and leaves what a program needs to run: what maintainer
 * scripts made where they ran is carried over; documentation and set-user-ID bits go, licences and
 * the list of packages stay.
 *
 * Becomes one `http` source for each .deb and one exec: one layer of the image.
 */
export function unpackRuntime(options: RuntimeOptions): State {
  const { architecture, configured } = options;
  const changes = { '/minbase': configured.minbase, '/changes': configured.packages };
  return unpack(
    scratch(),
    options,
    scriptFor(
      options,
      'translate.sh',
      'runtime-changes.sh',
      'account-number.sh',
      'tmpfiles.sh',
      'unit-folders.sh',
      'runtime.sh',
      'runtime-links.sh',
      'date.sh',
    ),
    [
      'install ok installed',
      architecture.multiarch,
      configured.architecture.multiarch,
      configured.architecture.debian,
    ],
    Object.entries(changes).flatMap(([path, state]) =>
      state === undefined ? [] : [bindMount(path, state, { readonly: true })],
    ),
  );
}

/** Foreign packages alone need more than others, whose digests hold no word of it. */
function scriptFor(
  { debs, holdsUsrLinks = true }: UnpackOptions,
  ...rest: readonly string[]
): Script {
  const isForeign = debs.some(({ name }) => name.includes(':'));
  return script(
    'unpack.sh',
    'open-debs.sh',
    ...(holdsUsrLinks ? [] : ['merged-usr.sh']),
    'unpack.sh',
    ...(holdsUsrLinks ? [] : ['native-database.sh']),
    ...(isForeign ? ['foreign.sh'] : []),
    ...rest,
  );
}

function unpack(
  base: State,
  options: UnpackOptions,
  { mount, path }: Script,
  [status = '', ...more]: readonly string[],
  mounts: readonly Mount[] = [],
): State {
  const { architecture, debs, source, sourceDateEpoch, title, tools } = options;
  const fetch: ProgressGroup = {
    id: `fetch ${title}`,
    name: `${title}: fetch ${debs.length} packages`,
  };
  return tools
    .run({
      args: [
        '/bin/busybox',
        'sh',
        path,
        status,
        architecture.debian,
        `${sourceDateEpoch}`,
        ...more,
      ],
      mounts: [bindMount('/target', base), mount, ...mounts, ...mountDebs(debs, fetch)],
      network: 'none',
      customName: `${title}: unpack ${debs.length} packages`,
      source,
    })
    .mount('/target');
}
