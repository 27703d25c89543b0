import type { SourceLocation } from '../errors';
import type { InputRequest } from '../inputs/kind';

/** A request of an app, with the construct that makes it: as `manifest.json` has it. */
export interface AskedRequest {
  /** Name of the kind of input. */
  readonly kind: string;
  /** Equal keys are one request. */
  readonly key: string;
  /** The request for people: the subject of "… is not locked". */
  readonly says: string;
  readonly constructPath: string;
  /** The user's line that made the construct. @default - none is known */
  readonly source?: SourceLocation;
  readonly request: InputRequest;
  /** Digest of the lock's answer. @default - the lock has none */
  readonly answer?: string;
}
