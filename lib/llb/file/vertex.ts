import type { State } from '../state';
import { type Constraints, constraintsOf, type OpOptions } from '../vertex/constraints';
import type { MarshalContext } from '../vertex/context';
import {
  addInput,
  inputTo,
  type MarshalledVertex,
  marshalOp,
  type Output,
  Vertex,
} from '../vertex/vertex';
import type { FileActionMessage } from '../wire/file';
import { EMPTY_INPUT, type Input, SKIP_OUTPUT } from '../wire/op';
import type { FileAction } from './action';
import { FileActionWithState } from './action-with-state';
import type { SubAction } from './sub-action';

/** The changes of one chain on one state. */
interface Chain {
  readonly state: State;
  readonly steps: readonly SubAction[];
}

/** A change in the order of the op. A number is the result of the step with this index. */
interface PlannedStep {
  readonly chain: Chain;
  readonly step: SubAction;
  readonly input: Output | number | undefined;
  readonly secondary: Output | number | undefined;
}

/** Steps in the order of the op, and outputs in the order in which they become its inputs. */
interface Plan {
  readonly steps: readonly PlannedStep[];
  readonly outputs: ReadonlySet<Output>;
}

/**
 * Changes to a file system without a process. Becomes `pb.FileOp`.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/fileop.go `FileOp`
 */
export class FileVertex extends Vertex {
  readonly inputs: readonly Output[];
  readonly #plan: Plan;
  readonly #constraints: Constraints;

  constructor(state: State, action: FileAction, options: OpOptions) {
    super();
    const chains = new Map<FileActionWithState, Chain>();
    const main: Chain = { state, steps: action.steps() };
    this.#plan = planOf(main, chains);
    this.inputs = outputsOf(main, chains);
    const caps = new Set(['file.base']);
    for (const { step } of this.#plan.steps) for (const cap of step.caps) caps.add(cap);
    this.#constraints = constraintsOf(options, [...caps]);
  }

  protected build(context: MarshalContext): MarshalledVertex {
    const inputs: Input[] = [];
    const indexes = new Map<Output, number>();
    for (const output of this.#plan.outputs) {
      indexes.set(output, addInput(inputs, inputTo(output, context)));
    }
    // The results of steps count after all inputs.
    const indexOf = (from: Output | number | undefined): number => {
      if (typeof from === 'number') return inputs.length + from;
      return from === undefined ? EMPTY_INPUT : (indexes.get(from) ?? EMPTY_INPUT);
    };
    const { steps } = this.#plan;
    const actions = steps.map(({ chain, step, input, secondary }, index) => {
      const message: FileActionMessage = {
        input: indexOf(input),
        secondaryInput: indexOf(secondary),
        output: index === steps.length - 1 ? 0 : SKIP_OUTPUT,
        action: step.message(chain.state.values.dir, indexOf(chain.state.output)),
      };
      return message;
    });
    return marshalOp(context, this.#constraints, inputs, { kind: 'file', actions }, 'none');
  }
}

/**
 * Steps in the order of the op: a chain from its first step on, and before the step that copies
 * from another chain all of that chain, once.
 */
function planOf(main: Chain, chains: Map<FileActionWithState, Chain>): Plan {
  const steps: PlannedStep[] = [];
  const outputs = new Set<Output>();
  const resultOf = new Map<Chain, number>();
  const open: { chain: Chain; next: number; last: number | undefined }[] = [
    { chain: main, next: 0, last: undefined },
  ];
  for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
    const { chain, next } = frame;
    const step = chain.steps[next];
    if (step === undefined) {
      resultOf.set(chain, steps.length - 1);
      open.pop();
      continue;
    }
    const base = chain.state.output;
    if (base !== undefined) outputs.add(base);
    const { from } = step;
    let secondary: Output | number | undefined;
    if (FileActionWithState.is(from)) {
      const source = chainOf(from, chains);
      secondary = resultOf.get(source);
      if (secondary === undefined) {
        open.push({ chain: source, next: 0, last: undefined });
        continue;
      }
    } else {
      secondary = from?.output;
      if (secondary !== undefined) outputs.add(secondary);
    }
    frame.last = steps.push({ chain, step, input: frame.last ?? base, secondary }) - 1;
    frame.next++;
  }
  return { steps, outputs };
}

/** Outputs as Go walks them: from the last step to the first. */
function outputsOf(main: Chain, chains: Map<FileActionWithState, Chain>): Output[] {
  const outputs = new Set<Output>();
  const open: { chain: Chain; next: number }[] = [{ chain: main, next: main.steps.length - 1 }];
  const seen = new Set<Chain>();
  for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
    const { chain } = frame;
    const step = chain.steps[frame.next--];
    if (step === undefined) {
      open.pop();
      continue;
    }
    if (chain.state.output !== undefined) outputs.add(chain.state.output);
    const { from } = step;
    if (FileActionWithState.is(from)) {
      const source = chainOf(from, chains);
      if (seen.has(source)) continue;
      seen.add(source);
      open.push({ chain: source, next: source.steps.length - 1 });
    } else if (from?.output !== undefined) {
      outputs.add(from.output);
    }
  }
  return [...outputs];
}

function chainOf(action: FileActionWithState, chains: Map<FileActionWithState, Chain>): Chain {
  const known = chains.get(action);
  if (known !== undefined) return known;
  const chain = { state: action.state, steps: action.action.steps() };
  chains.set(action, chain);
  return chain;
}
