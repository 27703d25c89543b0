import { Construct, type IConstruct } from 'constructs';
import {
  BuildError,
  type BuildErrorDetails,
  type ErrorCode,
  type OwnErrorCode,
  type SourceLocation,
} from '../../lib/errors';
import { checkProps, type Fields, type Shape } from '../../lib/props';
import { Brand } from './brand';
import { callerLocation } from './source-location';

const BRAND = new Brand<LocatedConstruct>('LocatedConstruct');

/**
 * A construct that knows the user's line that made it, and checks itself before lowering. The base
 * class of all constructs of this package, and of those of others.
 *
 * Becomes nothing in LLB by itself; its path and line stand in errors and in `tree.json`.
 */
export abstract class LocatedConstruct extends Construct {
  /** The line of the app that made this construct. */
  readonly source: SourceLocation | undefined;

  /** True for any located construct, also one made by another copy of this package. */
  static isLocated(value: unknown): value is LocatedConstruct {
    return BRAND.has(value);
  }

  constructor(scope: IConstruct, id: string) {
    super(scope, id);
    BRAND.mark(this);
    this.source = callerLocation(this);
  }

  /** Everything that is wrong with this construct by itself; called once, before lowering. */
  check(): readonly BuildError[] {
    return [];
  }

  /**
   * Checks properties against their description; further checks are made once they fit it.
   *
   * @returns an error `E_PROPERTY` for each property that is unknown, missing or does not fit
   */
  protected checkProps<F extends Fields>(
    shape: Shape<F>,
    props: unknown,
    further: () => readonly BuildError[] = () => [],
  ): readonly BuildError[] {
    const problems = checkProps(shape, props);
    if (problems.length === 0) return further();
    return problems.map(({ expected, fix, got, message }) =>
      this.error('E_PROPERTY', message, { got, expected, fix }),
    );
  }

  /** An error that names this construct and its line. */
  error(
    code: ErrorCode | OwnErrorCode,
    message: string,
    details: BuildErrorDetails = {},
  ): BuildError {
    return new BuildError(code, `${this.node.path}: ${message}`, {
      constructPath: this.node.path,
      source: this.source,
      ...details,
    });
  }
}
