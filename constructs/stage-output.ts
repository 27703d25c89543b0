import type { DebianArchitecture } from '../lib/debian/architecture';
import { copy, type State, scratch } from '../lib/llb';
import type { IArtifact } from './artifact';
import type { BuildStage } from './build-stage';
import type { OwnedRequest } from './located-construct';
import type { Lowering } from './lowering';

/** A folder that a {@link BuildStage} writes. Made by {@link BuildStage.directory}. */
export class StageOutput implements IArtifact {
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

  lockRequests(target: DebianArchitecture, build: DebianArchitecture): readonly OwnedRequest[] {
    return this.stage.lockRequests(target, build);
  }

  lower(target: DebianArchitecture, lowering: Lowering): State {
    const state = this.stage.lower(target, lowering).output(this.output);
    if (this.subdirectory === '') return state;
    const inner = copy(state, `/${this.subdirectory}`, '/', { copyDirContentsOnly: true });
    return scratch().file(inner, { source: this.stage.source });
  }
}
