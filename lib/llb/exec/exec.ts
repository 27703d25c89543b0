import { BuildError } from '../../errors';
import type { State } from '../state';
import { Output } from '../vertex/vertex';
import type { ExecVertex } from './vertex';

/**
 * A process that was run on a state, and the states it leaves behind.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/exec.go `ExecState`
 */
export class Exec {
  /** The root file system after the process; the one before it where the root is read-only. */
  readonly root: State;
  readonly #vertex: ExecVertex;

  constructor(vertex: ExecVertex) {
    this.#vertex = vertex;
    this.root = this.#stateOf('/');
  }

  /**
   * The state that a bind mount holds after the process, with the values of the state that was
   * mounted. A read-only mount holds what it held before.
   *
   * @throws {BuildError} `E_LLB_MOUNT` for a mount that is no output, or does not exist
   */
  mount(target: string): State {
    return this.#stateOf(target);
  }

  #stateOf(target: string): State {
    const placed = this.#vertex.mounts.placed.find(({ mount }) => mount.target === target);
    if (placed === undefined) throw noOutput(target, 'there is no such mount');
    const { mount, output, source } = placed;
    if (mount.kind === 'cache' || mount.kind === 'tmpfs') {
      throw noOutput(target, `a ${mount.kind} mount is not kept`);
    }
    if (mount.forceNoOutput) throw noOutput(target, 'the mount has forceNoOutput');
    if (output < 0) return mount.state.withOutput(source);
    return mount.state.withOutput(new Output(this.#vertex, output, this.#vertex.outputPlatform));
  }
}

function noOutput(target: string, got: string): BuildError {
  return new BuildError('E_LLB_MOUNT', `mount "${target}" has no output state`, {
    got,
    expected: 'a bind mount, without forceNoOutput',
  });
}
