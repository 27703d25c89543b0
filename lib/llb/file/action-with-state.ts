import type { State } from '../state';
import type { FileAction } from './action';

/** Actions on a state of their own, to copy from; they become part of the same `FileOp`. */
export class FileActionWithState {
  readonly action: FileAction;
  readonly state: State;

  /** True for one, also where another copy of this package made it. @internal */
  static is(from: State | FileActionWithState | undefined): from is FileActionWithState {
    return from !== undefined && 'action' in from;
  }

  constructor(action: FileAction, state: State) {
    this.action = action;
    this.state = state;
  }
}
