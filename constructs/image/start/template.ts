import { BuildError } from '../../../lib/errors';
import { describeValue, instance } from '../../../lib/props';
import { Brand } from '../../core/brand';
import { callerLocation } from '../../core/source-location';
import { Variable } from './variable';

const BRAND = new Brand<Template>('Template');

/** Text with values that are known when a container starts; made by {@link template}. */
export class Template {
  /** True for one of any copy of the package. @internal */
  static isTemplate(value: unknown): value is Template {
    return BRAND.has(value);
  }

  /** @internal */
  constructor(
    /** Texts and variables, in their order. */
    readonly parts: readonly (string | Variable)[],
  ) {
    BRAND.mark(this);
  }

  /** Its variables, once for each place. @internal */
  get variables(): readonly Variable[] {
    return this.parts.filter((part) => Variable.isVariable(part));
  }
}

/** A property that is a template. */
export const TEMPLATE = instance("a template: template`port ${variable('PORT')}`", (value) =>
  Template.isTemplate(value),
);

/**
 * A text with variables of the container: ``template`port ${variable('PORT')}` ``.
 *
 * @throws BuildError `E_PROPERTY` for what is neither a variable, nor text, nor a number
 */
export function template(
  texts: TemplateStringsArray,
  ...values: readonly (string | number | Variable)[]
): Template {
  const parts = texts.flatMap((text, index) => {
    const value = values[index];
    return index < values.length ? [text, partOf(value)] : [text];
  });
  return new Template(parts.filter((part) => part !== ''));
}

function partOf(value: unknown): string | Variable {
  if (typeof value === 'string' || Variable.isVariable(value)) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw new BuildError('E_PROPERTY', 'a value of a template does not fit', {
    got: describeValue(value),
    expected: "a text, a number, or a variable: variable('PORT')",
    source: callerLocation(),
  });
}
