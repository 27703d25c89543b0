import type { Definition } from '../../../llb/definition/definition';
import {
  CACHE_SHARING_MODES,
  CONTENT_CACHE_MODES,
  MOUNT_TYPES,
  type MountMessage,
} from '../../../llb/wire/exec';

/** What a container has at a path, `pb.Mount`; what is written there lasts as long as the container. */
export type ContainerMount = { readonly dest: string } & (
  | {
      /** The result of a graph, which is solved for it; an empty folder where there is none. */
      readonly type: 'bind';
      readonly definition?: Definition | undefined;
      /** Path within the result. @default '/' */
      readonly selector?: string | undefined;
      /** @default false */
      readonly readonly?: boolean | undefined;
    }
  | {
      /** Files in memory. */
      readonly type: 'tmpfs';
    }
  | {
      /** A folder that the daemon keeps: what is written to it stays. */
      readonly type: 'cache';
      readonly id: string;
      /** @default 'shared' */
      readonly sharing?: 'shared' | 'private' | 'locked' | undefined;
    }
  | {
      /** A secret of the build as a file, or the socket of one of its ssh agents. */
      readonly type: 'secret' | 'ssh';
      readonly id: string;
      /** Number of its user. @default 0 */
      readonly uid?: number | undefined;
      /** Number of its group. @default 0 */
      readonly gid?: number | undefined;
      /** Permission bits. @default 0o400 for a secret, 0o600 for a socket */
      readonly mode?: number | undefined;
      /** Whether it may be missing. @default false */
      readonly optional?: boolean | undefined;
    }
);

/** The message of a mount. @param resultId the daemon's reference to what is mounted, or none */
export function mountMessage(mount: ContainerMount, resultId = ''): MountMessage {
  return {
    input: 0,
    output: 0,
    dest: mount.dest,
    mountType: MOUNT_TYPES[mount.type],
    resultId,
    contentCache: CONTENT_CACHE_MODES.default,
    selector: mount.type === 'bind' ? (mount.selector ?? '') : '',
    readonly: mount.type === 'bind' && mount.readonly === true,
    ...options(mount),
  };
}

function options(mount: ContainerMount): Partial<MountMessage> {
  switch (mount.type) {
    case 'bind':
    case 'tmpfs':
      return {};
    case 'cache':
      return {
        cacheOpt: { id: mount.id, sharing: CACHE_SHARING_MODES[mount.sharing ?? 'shared'] },
      };
    case 'secret':
    case 'ssh': {
      const { id, uid = 0, gid = 0, optional = false } = mount;
      const option = { id, uid, gid, optional };
      return mount.type === 'secret'
        ? { secretOpt: { ...option, mode: mount.mode ?? 0o400 } }
        : { sshOpt: { ...option, mode: mount.mode ?? 0o600 } };
    }
  }
}
