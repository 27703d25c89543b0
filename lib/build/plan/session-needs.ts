import type { Definition } from '../../llb/definition/definition';
import { decodeOp } from '../../llb/wire/decode-op';
import { type ExecMessage, MOUNT_TYPES } from '../../llb/wire/exec';

/** Something that an op cannot do without, and that only the session can give. */
export interface SessionNeed {
  readonly kind: 'secret' | 'ssh';
  readonly id: string;
  /** Digest of the op. */
  readonly digest: string;
}

/** Agent of a mount that names none. */
const DEFAULT_AGENT = 'default';
const GIT_AGENT = 'git.mountsshsock';
const HTTP_SECRET = 'http.authheadersecret';

const CAPABILITIES = [
  'exec.mount.secret',
  'exec.mount.ssh',
  'exec.secretenv',
  'source.git.mountsshsock',
  'source.http.auth',
];

/** What the ops of a graph need of the session; what is optional is not among it. */
export function sessionNeeds(definition: Definition): SessionNeed[] {
  const { capabilities } = definition;
  // Known of a stored graph without decoding anything of it.
  if (!CAPABILITIES.some((name) => capabilities.has(name))) return [];
  const { metadata, ops } = definition;
  return ops.flatMap(({ bytes, digest }) => {
    // Most ops need no decoding to see that they need nothing.
    if (!metadata.get(digest)?.caps.some((name) => CAPABILITIES.includes(name))) return [];
    const { body } = decodeOp(bytes);
    if (body?.kind === 'exec') return execNeeds(body).map((need) => ({ ...need, digest }));
    if (body?.kind !== 'source') return [];
    const { [GIT_AGENT]: agent, [HTTP_SECRET]: secret } = body.attrs;
    return [
      ...(agent === undefined ? [] : [{ kind: 'ssh' as const, id: agent, digest }]),
      ...(secret === undefined ? [] : [{ kind: 'secret' as const, id: secret, digest }]),
    ];
  });
}

function execNeeds({ mounts, secretEnv }: ExecMessage): Omit<SessionNeed, 'digest'>[] {
  const ofMounts = mounts.flatMap(({ mountType, secretOpt, sshOpt }) => {
    if (mountType === MOUNT_TYPES.secret) return need('secret', secretOpt);
    return mountType === MOUNT_TYPES.ssh ? need('ssh', sshOpt) : [];
  });
  return [...ofMounts, ...secretEnv.flatMap((variable) => need('secret', variable))];
}

function need(
  kind: SessionNeed['kind'],
  wish: { readonly id: string; readonly optional: boolean } | undefined,
): Omit<SessionNeed, 'digest'>[] {
  if (wish === undefined || wish.optional) return [];
  return [{ kind, id: wish.id === '' && kind === 'ssh' ? DEFAULT_AGENT : wish.id }];
}
