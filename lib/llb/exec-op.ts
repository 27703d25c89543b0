import type { Platform } from '../oci/platform';
import { type Constraints, constraintsOf } from './constraints';
import type { EnvList } from './env-list';
import { execCaps, SETS_DEFAULT_PATH } from './exec-caps';
import { execMeta } from './exec-meta';
import { type ExecMounts, type PlacedMount, placeMounts } from './exec-mounts';
import type { ExecOptions } from './exec-options';
import type { MarshalContext } from './marshal-context';
import { EMPTY_INPUT, type Input } from './op';
import {
  CACHE_SHARING_MODES,
  CONTENT_CACHE_MODES,
  type ExecMessage,
  MOUNT_TYPES,
  type MountMessage,
  NETWORK_MODES,
  SECURITY_MODES,
} from './op-exec';
import { checkNotEmpty } from './option-check';
import type { State } from './state';
import type { StateValues } from './state-values';
import { addInput, inputTo, type MarshalledVertex, marshalOp, type Output, Vertex } from './vertex';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * A process in a container. Becomes `pb.ExecOp`.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/exec.go `ExecOp`
 */
export class ExecVertex extends Vertex {
  readonly mounts: ExecMounts;
  readonly inputs: readonly Output[];
  readonly #body: Omit<ExecMessage, 'meta' | 'mounts'>;
  readonly #meta: ReturnType<typeof execMeta>;
  readonly #env: EnvList;
  readonly #platform: Platform | undefined;
  readonly #constraints: Constraints;

  constructor(base: State, values: StateValues, options: ExecOptions) {
    super();
    this.mounts = placeMounts(base, options.readonlyRootfs ?? false, options.mounts ?? []);
    this.inputs = sources(this.mounts.placed);
    this.#meta = execMeta(options, values);
    this.#env = this.#withAgent(values.env);
    this.#body = {
      kind: 'exec',
      network: NETWORK_MODES[values.network],
      security: SECURITY_MODES[values.security],
      secretEnv: (options.secretEnv ?? []).map(({ name, id = name, optional = false }) => ({
        id: checkNotEmpty('secretEnv id', id),
        name: checkNotEmpty('secretEnv name', name),
        optional,
      })),
      cdiDevices: (options.cdiDevices ?? []).map(({ name, optional = false }) => ({
        name: checkNotEmpty('cdiDevices name', name),
        optional,
      })),
    };
    this.#constraints = constraintsOf(options, execCaps(options, values, this.mounts));
    this.#platform = options.platform ?? values.platform;
  }

  /** Platform given to this exec itself, which its outputs take on. */
  get outputPlatform(): Platform | undefined {
    return this.#constraints.platform;
  }

  #withAgent(env: EnvList): EnvList {
    const [agent] = this.mounts.ssh;
    if (agent === undefined || env.get('SSH_AUTH_SOCK') !== undefined) return env;
    return env.set('SSH_AUTH_SOCK', agent.target);
  }

  protected build(context: MarshalContext): MarshalledVertex {
    const inputs: Input[] = [];
    const mounts: MountMessage[] = [];
    for (const placed of this.mounts.placed) {
      const { source } = placed;
      const input = source === undefined ? EMPTY_INPUT : addInput(inputs, inputTo(source, context));
      mounts.push(placedMessage(placed, input));
    }
    for (const { target, id, uid, gid, mode, optional } of this.mounts.secrets) {
      const secretOpt = { id, uid, gid, mode, optional };
      mounts.push({ ...sessionMount(target), mountType: MOUNT_TYPES.secret, secretOpt });
    }
    for (const { target, id, uid, gid, mode, optional } of this.mounts.ssh) {
      const sshOpt = { id, uid, gid, mode, optional };
      mounts.push({ ...sessionMount(target), mountType: MOUNT_TYPES.ssh, sshOpt });
    }
    const { env, caps } = this.#environment(context);
    return marshalOp(
      context,
      this.#constraints,
      inputs,
      { ...this.#body, meta: { ...this.#meta, env }, mounts },
      this.#platform,
      caps,
    );
  }

  // An old daemon adds no PATH of its own, so it is written for those that say they are old.
  #environment(context: MarshalContext): { env: string[]; caps?: readonly string[] } {
    const { caps } = context;
    if (caps === undefined) return { env: this.#env.toArray() };
    if (caps.has(SETS_DEFAULT_PATH)) {
      const own = this.#constraints.metadata.caps;
      return { env: this.#env.toArray(), caps: [...own, SETS_DEFAULT_PATH] };
    }
    if (context.platform.os === 'windows' || this.#env.get('PATH') !== undefined) {
      return { env: this.#env.toArray() };
    }
    return { env: this.#env.set('PATH', DEFAULT_PATH).toArray() };
  }
}

function sources(placed: readonly PlacedMount[]): Output[] {
  const outputs: Output[] = [];
  for (const { source } of placed) {
    if (source !== undefined && !outputs.includes(source)) outputs.push(source);
  }
  return outputs;
}

function placedMessage({ mount, output }: PlacedMount, input: number): MountMessage {
  const isBind = mount.kind === 'bind' || mount.kind === 'cache';
  return {
    input,
    selector: isBind ? (mount.selector ?? '') : '',
    dest: mount.target,
    output,
    readonly: mount.readonly ?? false,
    mountType: mount.kind === 'root' ? MOUNT_TYPES.bind : MOUNT_TYPES[mount.kind],
    tmpfsOpt: mount.kind === 'tmpfs' ? { size: mount.size } : undefined,
    cacheOpt:
      mount.kind === 'cache'
        ? { id: mount.id, sharing: CACHE_SHARING_MODES[mount.sharing ?? 'shared'] }
        : undefined,
    resultId: '',
    contentCache: isBind ? CONTENT_CACHE_MODES[mount.contentCache ?? 'default'] : 0,
  };
}

// BuildKit leaves the output of these at 0, not -1.
function sessionMount(target: string): Omit<MountMessage, 'mountType'> {
  return {
    input: EMPTY_INPUT,
    selector: '',
    dest: target,
    output: 0,
    readonly: false,
    resultId: '',
    contentCache: CONTENT_CACHE_MODES.default,
  };
}
