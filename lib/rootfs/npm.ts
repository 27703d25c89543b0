import type { SourceLocation } from '../errors';
import { bindMount, mkfile, type State, scratch } from '../llb';
import { script } from './script';

/** Packages of npm that are unpacked. */
export interface UnpackNpmOptions {
  /** Prefix of the names of vertices. */
  readonly title: string;
  /** The user's line. @default - none is known */
  readonly source: SourceLocation | undefined;
  /** Lines for each package: depth, hex sha256 of its archive, place. */
  readonly archives: readonly (readonly [depth: number, sha256: string, path: string])[];
  /** Links to programs, which are there if these are. */
  readonly programs: readonly NpmLinkLine[];
  /** Other links. */
  readonly links: readonly NpmLinkLine[];
  /** Folders that hold the archives, by their hash. */
  readonly files: readonly State[];
}

/** A symbolic link. */
type NpmLinkLine = { readonly path: string; readonly target: string };

/**
 * Unpacks packages of npm into an empty tree.
 *
 * Becomes one exec on the build platform, without network, whose output is the mount `/out`.
 *
 * @param root of a Debian
 */
export function unpackNpm(root: State, options: UnpackNpmOptions): State {
  const { archives, files, links, programs, source, title } = options;
  const { mount, path: program } = script('npm-unpack.sh', 'npm-unpack.sh');
  const plan = mkfile('/archives', 0o444, linesOf(archives))
    .mkfile('/programs', 0o444, linesOf(programs.map(linkLine)))
    .mkfile('/links', 0o444, linesOf(links.map(linkLine)));
  return root
    .run({
      args: ['/bin/sh', program],
      env: { PATH: '/usr/bin:/bin' },
      mounts: [
        bindMount('/out', scratch()),
        mount,
        bindMount('/npm/plan', scratch().file(plan, { customName: `${title}: places`, source }), {
          readonly: true,
        }),
        ...files.map((state, index) => bindMount(`/npm/files/${index}`, state, { readonly: true })),
      ],
      network: 'none',
      customName: `${title}: unpack ${archives.length} packages`,
      source,
    })
    .mount('/out');
}

function linkLine({ path, target }: NpmLinkLine): readonly string[] {
  return [path, target];
}

function linesOf(lines: readonly (readonly (string | number)[])[]): string {
  return lines.map((line) => `${line.join('\t')}\n`).join('');
}
