import type { BindMount, CacheMount, Mount, SecretMount, SshMount, TmpfsMount } from './mount';
import type { State } from './state';
import { compareUtf8 } from './utf8-order';
import type { Output } from './vertex';

/** A mount that has a place among the sorted ones: the root, or a bind, cache or tmpfs mount. */
export interface PlacedMount {
  readonly mount: RootMount | BindMount | CacheMount | TmpfsMount;
  readonly source: Output | undefined;
  /** Which output of the exec, or -1. */
  readonly output: number;
}

/** The file system that the process starts in. */
export interface RootMount {
  readonly kind: 'root';
  readonly target: '/';
  readonly readonly: boolean;
}

/** Mounts of an exec in the order of its op. */
export interface ExecMounts {
  readonly placed: readonly PlacedMount[];
  readonly secrets: readonly SecretMount[];
  /** With their targets: `/run/buildkit/ssh_agent.N` where none was given. */
  readonly ssh: readonly (SshMount & { readonly target: string })[];
}

/**
 * Puts mounts into the order of the op and counts its outputs.
 *
 * Mounts are sorted by the bytes of their targets, and outputs are counted in that order; secrets
 * and sockets follow in the order in which they were given.
 */
export function placeMounts(
  base: State,
  readonlyRootfs: boolean,
  mounts: readonly Mount[],
): ExecMounts {
  const root: RootMount = { kind: 'root', target: '/', readonly: readonlyRootfs };
  const placeable: PlacedMount['mount'][] = [root];
  const secrets: SecretMount[] = [];
  const ssh: (SshMount & { target: string })[] = [];
  for (const mount of mounts) {
    if (mount.kind === 'secret') secrets.push(mount);
    else if (mount.kind !== 'ssh') placeable.push(mount);
    else ssh.push({ ...mount, target: mount.target ?? `/run/buildkit/ssh_agent.${ssh.length}` });
  }
  if (placeable.length > 1) placeable.sort((a, b) => compareUtf8(a.target, b.target));
  let outputs = 0;
  const placed = placeable.map((mount) => ({
    mount,
    source: sourceOf(mount, base),
    output: isOutput(mount) ? outputs++ : -1,
  }));
  return { placed, secrets, ssh };
}

function sourceOf(mount: PlacedMount['mount'], base: State): Output | undefined {
  if (mount.kind === 'root') return base.output;
  if (mount.kind === 'bind') return mount.state.output;
  return mount.kind === 'cache' ? mount.source?.output : undefined;
}

function isOutput(mount: PlacedMount['mount']): boolean {
  if (mount.kind === 'root') return !mount.readonly;
  return mount.kind === 'bind' && mount.readonly !== true && mount.forceNoOutput !== true;
}
