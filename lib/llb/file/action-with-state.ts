import type { State } from '../state';
import type { FileAction } from './action';

/** Actions on a state of their own, to copy from; they become part of the same `FileOp`. */
export class FileActionWithState {
  readonly action: FileAction;
  readonly state: State;

  constructor(action: FileAction, state: State) {
    this.action = action;
    this.state = state;
  }
}
