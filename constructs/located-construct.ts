import { Construct, type IConstruct } from 'constructs';
import type { LockRequest } from '../lib/assembly/lock-request';
import {
  BuildError,
  type BuildErrorDetails,
  type ErrorCode,
  type SourceLocation,
} from '../lib/errors';
import { callerLocation } from './source-location';

/**
 * A construct that knows the user's line that made it, and checks itself before lowering.
 *
 * Becomes nothing in LLB by itself; its path and line stand in errors and in `tree.json`.
 */
export abstract class LocatedConstruct extends Construct {
  /** The line of the app that made this construct. */
  readonly source: SourceLocation | undefined;

  constructor(scope: IConstruct, id: string) {
    super(scope, id);
    this.source = callerLocation();
  }

  /** Everything that is wrong with this construct by itself; called once, before lowering. */
  check(): readonly BuildError[] {
    return [];
  }

  /** An error that names this construct and its line. */
  error(code: ErrorCode, message: string, details: BuildErrorDetails = {}): BuildError {
    return new BuildError(code, `${this.node.path}: ${message}`, {
      constructPath: this.node.path,
      source: this.source,
      ...details,
    });
  }
}

/** A lock request and the construct that needs its answer. */
export interface OwnedRequest {
  readonly owner: LocatedConstruct;
  readonly request: LockRequest;
}
