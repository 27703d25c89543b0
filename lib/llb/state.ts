import { normalizePlatform } from '../oci/normalize-platform';
import type { Platform } from '../oci/platform';
import type { Definition } from './definition/definition';
import type { EnvList } from './env-list';
import { Exec } from './exec/exec';
import type { ExecOptions } from './exec/options';
import { ExecVertex } from './exec/vertex';
import type { FileAction } from './file/action';
import { FileVertex } from './file/vertex';
import { applyImageConfig } from './image-config';
import { PassthroughVertex } from './passthrough-op';
import {
  type ExtraHost,
  INITIAL_VALUES,
  type NetworkMode,
  type SecurityMode,
  type StateValues,
  type Ulimit,
} from './state-values';
import type { OpOptions } from './vertex/constraints';
import type { MarshalOptions } from './vertex/context';
import { isAbsolutePath, joinPath } from './vertex/go-path';
import { marshalOutput } from './vertex/marshal';
import { optionError } from './vertex/option-check';
import { requirePlatform } from './vertex/platform';
import { Output } from './vertex/vertex';

/**
 * The content of a file system, and how processes on it will run. Immutable: every method returns
 * a new state.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/state.go `State`
 */
export class State {
  /** Where the content comes from; undefined for scratch. @internal */
  readonly output: Output | undefined;
  /** What the state says of the processes that will run on it. @internal */
  readonly values: StateValues;

  /** @internal */
  constructor(output: Output | undefined, values: StateValues) {
    this.output = output;
    this.values = values;
  }

  /**
   * The values of this state over other content, whose platform it takes on if that has one.
   *
   * @internal
   */
  withOutput(output: Output | undefined): State {
    const platform = output?.platform;
    if (platform === undefined) return new State(output, this.values);
    return new State(output, { ...this.values, platform: normalizePlatform(platform) });
  }

  /** Runs a process with this state as its root. Becomes an `ExecOp`. */
  run(options: ExecOptions): Exec {
    return new Exec(new ExecVertex(this, execValues(this, options), options));
  }

  /** Changes files without a process. Becomes a `FileOp`. */
  file(action: FileAction, options: OpOptions = {}): State {
    return this.withOutput(new Output(new FileVertex(this, action, options), 0));
  }

  /**
   * The same content, had only after all of `dependencies`. Becomes a `PassthroughOp`, BuildKit
   * 0.31 and newer; without dependencies the state itself is returned.
   */
  requires(id: string, dependencies: readonly State[], options: OpOptions = {}): State {
    if (dependencies.length === 0) return this;
    const inputs = [
      { state: this, output: true },
      ...dependencies.map((state) => ({ state, output: false })),
    ];
    return this.withOutput(new Output(new PassthroughVertex(id, inputs, options), 0));
  }

  /** Sets a variable for processes; one that is set again moves to the end. */
  addEnv(key: string, value: string): State {
    return this.#with({ env: setVariable(this.values.env, key, value) });
  }

  /** Value of a variable, or undefined. */
  getEnv(key: string): string | undefined {
    return this.values.env.get(key);
  }

  /** Sets the working directory; a relative one starts at the one before. */
  dir(path: string): State {
    return this.#with({ dir: resolveDir(this.values.dir, path) });
  }

  /** Sets the user of processes: name or id, with `:group` or without. */
  user(name: string): State {
    return this.#with({ user: name });
  }

  /** Sets the host name of containers. */
  hostname(name: string): State {
    return this.#with({ hostname: name });
  }

  /** Sets the platform of processes, in its normalised form. */
  platform(platform: Platform): State {
    return this.#with({ platform: normalizePlatform(requirePlatform(platform)) });
  }

  /** Sets the network of containers. */
  network(mode: NetworkMode): State {
    return this.#with({ network: mode });
  }

  /** Sets the confinement of containers. */
  security(mode: SecurityMode): State {
    return this.#with({ security: mode });
  }

  /** Adds a line to `/etc/hosts` of containers. */
  addExtraHost(host: string, ip: string): State {
    return this.#with({ extraHosts: [...this.values.extraHosts, { host, ip }] });
  }

  /** Adds a resource limit of processes. */
  addUlimit(name: Ulimit['name'], soft: number | bigint, hard: number | bigint): State {
    return this.#with({ ulimits: [...this.values.ulimits, { name, soft, hard }] });
  }

  /** Sets the control group above those of containers. */
  cgroupParent(parent: string): State {
    return this.#with({ cgroupParent: parent });
  }

  /**
   * This content with the values of another state, but for the working directory: that is `/`, or
   * the other's where this content has a platform. (So in Go's client.)
   */
  reset(other: State): State {
    const dir = this.output?.platform === undefined ? '/' : other.values.dir;
    return new State(undefined, { ...other.values, dir }).withOutput(this.output);
  }

  /**
   * Takes environment, working directory and platform from an OCI image config; user, entrypoint
   * and command stay out, as in BuildKit.
   *
   * @throws {BuildError} `E_LLB_OPTION` for bytes that are no image config
   */
  withImageConfig(config: Uint8Array): State {
    return applyImageConfig(this, config);
  }

  /** Makes the definition of the graph that ends in this state. */
  marshal(options: MarshalOptions): Definition {
    return marshalOutput(this.output, options);
  }

  #with(values: Partial<StateValues>): State {
    return new State(this.output, { ...this.values, ...values });
  }
}

const SCRATCH = new State(undefined, INITIAL_VALUES);

/** The empty file system. It has no vertex: an input of -1 stands for it. */
export function scratch(): State {
  return SCRATCH;
}

/** A state with this content and no values but the platform of the content. */
export function stateOf(output: Output | undefined): State {
  return SCRATCH.withOutput(output);
}

function setVariable(env: EnvList, key: string, value: string): EnvList {
  if (key === '' || key.includes('=')) {
    throw optionError('env', JSON.stringify(key), 'a name without "="');
  }
  return env.set(key, value);
}

function resolveDir(current: string, path: string): string {
  return isAbsolutePath(path) ? path : joinPath(current || '/', path);
}

function execValues(state: State, options: ExecOptions): StateValues {
  const { values } = state;
  const { env, cwd, user, network, security, hostname, cgroupParent } = options;
  const { extraHosts, ulimits } = options;
  return {
    dir: cwd === undefined ? values.dir : resolveDir(values.dir, cwd),
    env: env === undefined ? values.env : setVariables(values.env, env),
    user: user ?? values.user,
    hostname: hostname ?? values.hostname,
    cgroupParent: cgroupParent ?? values.cgroupParent,
    network: network ?? values.network,
    security: security ?? values.security,
    platform: values.platform,
    extraHosts: joined<ExtraHost>(values.extraHosts, extraHosts),
    ulimits: joined<Ulimit>(values.ulimits, ulimits),
  };
}

function setVariables(env: EnvList, variables: NonNullable<ExecOptions['env']>): EnvList {
  let list = env;
  for (const [key, value] of isPairs(variables) ? variables : Object.entries(variables)) {
    list = setVariable(list, key, value);
  }
  return list;
}

function isPairs(
  variables: NonNullable<ExecOptions['env']>,
): variables is readonly (readonly [string, string])[] {
  return Array.isArray(variables);
}

function joined<T>(first: readonly T[], second: readonly T[] | undefined): readonly T[] {
  return second === undefined || second.length === 0 ? first : [...first, ...second];
}
