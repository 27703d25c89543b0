import type { Platform } from '../../oci/platform';
import type { EnvList } from '../env-list';
import type { State } from '../state';
import type { StateValues } from '../state-values';
import { type Constraints, constraintsOf } from '../vertex/constraints';
import type { MarshalContext } from '../vertex/context';
import { checkNotEmpty } from '../vertex/option-check';
import {
  addInput,
  inputTo,
  type MarshalledVertex,
  marshalOp,
  type Output,
  Vertex,
} from '../vertex/vertex';
import {
  CACHE_SHARING_MODES,
  type CdiDeviceMessage,
  CONTENT_CACHE_MODES,
  type ExecMessage,
  type MetaMessage,
  MOUNT_TYPES,
  type MountMessage,
  NETWORK_MODES,
  SECURITY_MODES,
  type SecretEnvMessage,
} from '../wire/exec';
import { EMPTY_INPUT, type Input } from '../wire/op';
import { execCaps, SETS_DEFAULT_PATH } from './caps';
import { execMeta } from './meta';
import type { SecretEnv, SecretMount, SshMount } from './mount';
import { type ExecMounts, type PlacedMount, placeMounts } from './mounts';
import type { CdiDevice, ExecOptions } from './options';

const NONE = [] as const;
const AGENT_VARIABLE = 'SSH_AUTH_SOCK';
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * A process in a container. Becomes `pb.ExecOp`.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/exec.go `ExecOp`
 */
export class ExecVertex extends Vertex {
  readonly mounts: ExecMounts;
  readonly inputs: readonly Output[];
  readonly #meta: MetaMessage;
  readonly #network: number;
  readonly #security: number;
  readonly #secretEnv: readonly SecretEnvMessage[];
  readonly #cdiDevices: readonly CdiDeviceMessage[];
  readonly #env: EnvList;
  readonly #platform: Platform | undefined;
  readonly #constraints: Constraints;

  constructor(base: State, values: StateValues, options: ExecOptions) {
    super();
    const mounts = placeMounts(base, options.readonlyRootfs ?? false, options.mounts ?? NONE);
    const [agent] = mounts.ssh;
    const lacksAgent = agent !== undefined && values.env.get(AGENT_VARIABLE) === undefined;
    this.mounts = mounts;
    this.inputs = sources(mounts.placed);
    this.#env = lacksAgent ? values.env.set(AGENT_VARIABLE, agent.target) : values.env;
    this.#meta = execMeta(options, values, this.#env.toArray());
    this.#network = NETWORK_MODES[values.network];
    this.#security = SECURITY_MODES[values.security];
    this.#secretEnv = options.secretEnv?.map(secretEnvMessage) ?? NONE;
    this.#cdiDevices = options.cdiDevices?.map(cdiDeviceMessage) ?? NONE;
    this.#constraints = constraintsOf(options, execCaps(options, values, mounts));
    this.#platform = this.#constraints.platform ?? values.platform;
  }

  /** Platform given to this exec itself, which its outputs take on. */
  get outputPlatform(): Platform | undefined {
    return this.#constraints.platform;
  }

  protected build(context: MarshalContext): MarshalledVertex {
    const inputs: Input[] = [];
    const mounts: MountMessage[] = [];
    for (const placed of this.mounts.placed) {
      const { source } = placed;
      const input = source === undefined ? EMPTY_INPUT : addInput(inputs, inputTo(source, context));
      mounts.push(placedMessage(placed, input));
    }
    for (const secret of this.mounts.secrets) mounts.push(sessionMessage(secret, secret.target));
    for (const socket of this.mounts.ssh) mounts.push(sessionMessage(socket, socket.target));
    const body: ExecMessage = {
      kind: 'exec',
      meta: this.#metaFor(context),
      mounts,
      network: this.#network,
      security: this.#security,
      secretEnv: this.#secretEnv,
      cdiDevices: this.#cdiDevices,
    };
    const { caps } = this.#constraints.metadata;
    const all = context.caps?.has(SETS_DEFAULT_PATH) === true ? [...caps, SETS_DEFAULT_PATH] : caps;
    return marshalOp(context, this.#constraints, inputs, body, this.#platform, all);
  }

  // An old daemon adds no PATH of its own, so it is written for those that say they are old.
  #metaFor({ caps, platform }: MarshalContext): MetaMessage {
    if (caps === undefined || caps.has(SETS_DEFAULT_PATH)) return this.#meta;
    if (platform.os === 'windows' || this.#env.get('PATH') !== undefined) return this.#meta;
    return { ...this.#meta, env: this.#env.set('PATH', DEFAULT_PATH).toArray() };
  }
}

function sources(placed: readonly PlacedMount[]): Output[] {
  const outputs: Output[] = [];
  for (const { source } of placed) {
    if (source !== undefined && !outputs.includes(source)) outputs.push(source);
  }
  return outputs;
}

function secretEnvMessage({ name, id = name, optional = false }: SecretEnv): SecretEnvMessage {
  checkNotEmpty('secretEnv name', name);
  return { id: checkNotEmpty('secretEnv id', id), name, optional };
}

function cdiDeviceMessage({ name, optional = false }: CdiDevice): CdiDeviceMessage {
  return { name: checkNotEmpty('cdiDevices name', name), optional };
}

function placedMessage({ mount, output }: PlacedMount, input: number): MountMessage {
  const isTmpfs = mount.kind === 'tmpfs';
  return {
    input,
    selector: isTmpfs ? '' : mount.selector,
    dest: mount.target,
    output,
    readonly: mount.readonly,
    mountType: MOUNT_TYPES[mount.kind],
    tmpfsOpt: isTmpfs ? { size: mount.size } : undefined,
    cacheOpt:
      mount.kind === 'cache'
        ? { id: mount.id, sharing: CACHE_SHARING_MODES[mount.sharing] }
        : undefined,
    secretOpt: undefined,
    sshOpt: undefined,
    resultId: '',
    contentCache: isTmpfs ? CONTENT_CACHE_MODES.default : CONTENT_CACHE_MODES[mount.contentCache],
  };
}

// BuildKit leaves the output of these at 0, not -1.
function sessionMessage(mount: SecretMount | SshMount, dest: string): MountMessage {
  const { kind, id, uid, gid, mode, optional } = mount;
  const option = { id, uid, gid, mode, optional };
  return {
    input: EMPTY_INPUT,
    selector: '',
    dest,
    output: 0,
    readonly: false,
    mountType: MOUNT_TYPES[kind],
    tmpfsOpt: undefined,
    cacheOpt: undefined,
    secretOpt: kind === 'secret' ? option : undefined,
    sshOpt: kind === 'ssh' ? option : undefined,
    resultId: '',
    contentCache: CONTENT_CACHE_MODES.default,
  };
}
