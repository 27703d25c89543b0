import { BuildErrors } from '../../../lib/errors';
import {
  ABSOLUTE_PATH,
  checkProps,
  oneOf,
  optional,
  type PropsOf,
  propError,
  shape,
  text,
  VARIABLE_NAME,
} from '../../../lib/props';
import { Brand } from '../../core/brand';
import { callerLocation } from '../../core/source-location';

const OPTIONS = shape({
  /**
   * Value where whoever starts the container gives none: it stands in the environment of the image.
   *
   * @default - it must be given, and the container ends with an error where it is not
   */
  default: optional(text()),
  /**
   * File that holds the value, without the line break at its end: `/run/secrets/password`. It is
   * never in the environment, and cannot be an argument.
   *
   * @default - the value is in the environment
   */
  file: optional(ABSOLUTE_PATH),
});

const VARIABLE = shape({
  ...OPTIONS.fields,
  name: VARIABLE_NAME,
  encoding: oneOf('text', 'json', 'sql'),
});

/** Where the value of a {@link variable} comes from. */
export interface VariableOptions extends PropsOf<typeof OPTIONS> {}

/**
 * How a value stands in a text: as it is, which control characters are refused for; as a string of
 * JSON; or as a literal of SQL, which cannot have a backslash.
 */
export type VariableEncoding = 'text' | 'json' | 'sql';

const BRAND = new Brand<Variable>('Variable');

/** A value that is known when a container starts; made by {@link variable}. */
export class Variable {
  /** True for one of any copy of the package. @internal */
  static isVariable(value: unknown): value is Variable {
    return BRAND.has(value);
  }

  /** @internal */
  constructor(
    /** Name in the environment. */
    readonly name: string,
    /** Where its value comes from. */
    readonly options: VariableOptions,
    /** How the value stands in a text. */
    readonly encoding: VariableEncoding,
  ) {
    const source = callerLocation(this);
    const problems = checkProps(VARIABLE, { ...options, name, encoding });
    BuildErrors.throwIfAny(problems.map((problem) => propError(problem, { source })));
    BRAND.mark(this);
  }

  /**
   * The same value, standing in the text as this says.
   *
   * @throws BuildError `E_PROPERTY` for an encoding that there is not
   */
  as(encoding: VariableEncoding): Variable {
    return new Variable(this.name, this.options, encoding);
  }
}

/**
 * A variable of the container: to be used in a {@link template} is what declares it, so none is
 * declared and not read.
 *
 * @throws BuildError `E_PROPERTY` for a name or options that do not fit
 */
export function variable(name: string, options: VariableOptions = {}): Variable {
  return new Variable(name, options, 'text');
}
