import { copy, type State, scratch } from '../../lib/llb';
import type { IArtifact } from '../core/artifact';
import { PlacedArtifact } from '../core/placed-artifact';
import type { Target } from '../core/target';
import type { BuildStage } from './build-stage';

/** A folder that a {@link BuildStage} writes. Made by {@link BuildStage.directory}. */
export class StageOutput implements IArtifact {
  /** The stage that writes it. */
  readonly stage: BuildStage;
  /** Output of the stage that holds the folder, e.g. `/out`. */
  readonly output: string;
  /** The folder below the output; empty for the output itself. */
  readonly subdirectory: string;

  /** @internal */
  constructor(stage: BuildStage, output: string, subdirectory: string) {
    this.stage = stage;
    this.output = output;
    this.subdirectory = subdirectory;
  }

  /** The folder with its content at an absolute path: `stage.directory('/out').at('/boot')`. */
  at(path: string): PlacedArtifact {
    return new PlacedArtifact(this, path);
  }

  lower(target: Target): State {
    const state = this.stage.lower(this.output, target);
    if (this.subdirectory === '') return state;
    const inner = copy(state, `/${this.subdirectory}`, '/', { copyDirContentsOnly: true });
    return scratch().file(inner, { source: this.stage.source });
  }
}
