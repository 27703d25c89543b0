import type { State } from '../state';
import type { Output } from '../vertex/vertex';
import { compareUtf8 } from '../wire/utf8-order';
import {
  type BindMount,
  bindMount,
  type CacheMount,
  type Mount,
  type SecretMount,
  type SshMount,
  type TmpfsMount,
} from './mount';

/** A mount that has a place among the sorted ones; the root is a bind mount of the base. */
export interface PlacedMount {
  readonly mount: BindMount | CacheMount | TmpfsMount;
  readonly source: Output | undefined;
  /** Which output of the exec, or -1. */
  readonly output: number;
}

/** Mounts of an exec in the order of its op. */
export interface ExecMounts {
  readonly placed: readonly PlacedMount[];
  readonly secrets: readonly SecretMount[];
  /** With their targets: `/run/buildkit/ssh_agent.N` where none was given. */
  readonly ssh: readonly (SshMount & { readonly target: string })[];
}

const NO_MOUNTS = [] as const;

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
  const placeable: PlacedMount['mount'][] = [bindMount('/', base, { readonly: readonlyRootfs })];
  const others: (SecretMount | SshMount)[] = [];
  for (const mount of mounts) {
    if (mount.kind === 'secret' || mount.kind === 'ssh') others.push(mount);
    else placeable.push(mount);
  }
  if (placeable.length > 1) placeable.sort((a, b) => compareUtf8(a.target, b.target));
  let outputs = 0;
  const placed = placeable.map((mount) => ({
    mount,
    source: mount.kind === 'tmpfs' ? undefined : mount.state?.output,
    output: isOutput(mount) ? outputs++ : -1,
  }));
  if (others.length === 0) return { placed, secrets: NO_MOUNTS, ssh: NO_MOUNTS };
  return {
    placed,
    secrets: others.filter((mount) => mount.kind === 'secret'),
    ssh: others
      .filter((mount) => mount.kind === 'ssh')
      .map((mount, index) => ({
        ...mount,
        target: mount.target ?? `/run/buildkit/ssh_agent.${index}`,
      })),
  };
}

function isOutput(mount: PlacedMount['mount']): boolean {
  return mount.kind === 'bind' && !mount.readonly && !mount.forceNoOutput;
}
