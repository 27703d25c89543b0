import { bindMount, type State, scratch } from '../llb';
import { script } from './script';
import type { RootfsStep } from './unpack';

/** An archive that BuildKit cannot open itself. */
export interface ExtractOptions extends RootfsStep {
  /** Root with busybox, see {@link unpackerTools}. */
  readonly tools: State;
  /** What it is. */
  readonly format: 'tar.xz' | 'zip' | 'deb';
  /** Holds the archive. */
  readonly from: State;
  /** Absolute path of the archive there. */
  readonly path: string;
}

/**
 * Unpacks an archive into an empty tree.
 *
 * Becomes one exec on the build platform, without network, whose output is the mount `/target`.
 */
export function extractArchive(options: ExtractOptions): State {
  const { format, from, path, source, title, tools } = options;
  const { mount, path: program } = script('extract.sh', 'extract.sh');
  return tools
    .run({
      args: ['/bin/busybox', 'sh', program, format, '/archive'],
      mounts: [
        bindMount('/target', scratch()),
        mount,
        bindMount('/archive', from, { selector: path, readonly: true }),
      ],
      network: 'none',
      customName: `open ${title}`,
      source,
    })
    .mount('/target');
}
