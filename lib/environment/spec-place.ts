import type { BuildError, BuildErrorDetails } from '../errors';

/** Where the text stands that names a secret or an agent. */
export interface SpecPlace {
  /** `option "--secret"` */
  readonly by: string;
  /** Folder that paths are relative to. */
  readonly folder: string;
  /** Variables of the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The error of this place. The text is never part of it: somebody may have put a secret there. */
  readonly fail: (message: string, details: BuildErrorDetails) => BuildError;
}
