import { copy, type State, scratch } from '../../lib/llb';
import { Artifact } from '../core/artifact-operations';
import type { Target } from '../core/target';
import type { BuildStage } from './build-stage';

/** A folder that a {@link BuildStage} writes. Made by {@link BuildStage.directory}. */
export class StageOutput extends Artifact {
  /** The stage that writes it. */
  readonly stage: BuildStage;
  /** Output of the stage that holds the folder, e.g. `/out`. */
  readonly output: string;
  /** The folder below the output; empty for the output itself. */
  readonly subdirectory: string;

  /** @internal */
  constructor(stage: BuildStage, output: string, subdirectory: string) {
    super();
    this.stage = stage;
    this.output = output;
    this.subdirectory = subdirectory;
  }

  get title(): string {
    return `${this.stage.node.path}: ${[this.output, this.subdirectory].filter(Boolean).join('/')}`;
  }

  lower(target: Target): State {
    const state = this.stage.lower(this.output, target);
    if (this.subdirectory === '') return state;
    const inner = copy(state, `/${this.subdirectory}`, '/', { copyDirContentsOnly: true });
    return scratch().file(inner, { source: this.stage.source });
  }
}
