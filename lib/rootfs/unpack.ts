import type { SourceLocation } from '../errors';
import { bindMount, type ProgressGroup, type State, scratch } from '../llb';
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
  /** Debian architecture that the target's dpkg has for its own. */
  readonly architecture: string;
  readonly debs: readonly Deb[];
  /** Seconds since 1970: the date of folders, and of files that no package holds. */
  readonly sourceDateEpoch: number;
}

/**
 * Unpacks packages over a tree and registers them with dpkg as "unpacked": their maintainer
 * scripts are still to run.
 *
 * Becomes one `http` source for each .deb and one exec on the build platform, whose output is
 * the mount `/target`.
 */
export function unpackDebs(base: State, options: UnpackOptions): State {
  return unpack(base, options, scriptFor(options, 'date'), 'install ok unpacked');
}

/**
 * Unpacks packages into an empty tree and leaves what a program needs to run: no maintainer
 * script runs, documentation and set-user-ID bits go, licences and the list of packages stay.
 *
 * Becomes one `http` source for each .deb and one exec: one layer of the image.
 */
export function unpackRuntime(options: UnpackOptions): State {
  return unpack(scratch(), options, scriptFor(options, 'runtime', 'date'), 'install ok installed');
}

/** Foreign packages alone need more than others, whose digests hold no word of it. */
function scriptFor({ debs }: UnpackOptions, ...rest: readonly string[]): Script {
  const isForeign = debs.some(({ name }) => name.includes(':'));
  return script('unpack', ...(isForeign ? ['foreign'] : []), ...rest);
}

function unpack(
  base: State,
  options: UnpackOptions,
  { mount, path }: Script,
  status: string,
): State {
  const { architecture, debs, source, sourceDateEpoch, title, tools } = options;
  const fetch: ProgressGroup = {
    id: `fetch ${title}`,
    name: `${title}: fetch ${debs.length} packages`,
  };
  return tools
    .run({
      args: ['/bin/busybox', 'sh', path, status, architecture, `${sourceDateEpoch}`],
      mounts: [bindMount('/target', base), mount, ...mountDebs(debs, fetch)],
      network: 'none',
      customName: `${title}: unpack ${debs.length} packages`,
      source,
    })
    .mount('/target');
}
