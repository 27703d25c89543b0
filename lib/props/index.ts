/**
 * Descriptions of the properties of constructs: said once, for the compiler, for the check when an
 * app runs, and for the documentation.
 *
 * @module buildkit-cdk/props
 */

export { callable } from './callable';
export { checkProps, propError } from './check-props';
export { describeValue } from './describe-value';
export { either } from './either';
export { exactlyOne } from './exactly-one';
export { type Field, type OptionalField, optional, type ValueOf } from './field';
export { flag } from './flag';
export { instance } from './instance';
export { type ListOptions, list } from './list';
export { type NumberOptions, number, wholeNumber } from './number';
export { oneOf } from './one-of';
export { OWNER } from './owner';
export type { PropProblem } from './prop-problem';
export { record } from './record';
export { secret } from './secret';
export { extend, type Fields, type PropsOf, type Shape, shape } from './shape';
export { type TextOptions, text } from './text';
export { ABSOLUTE_PATH } from './texts/absolute-path';
export { IMAGE_NAME } from './texts/image-name';
export { LABEL_KEY } from './texts/label-key';
export { PLATFORM } from './texts/platform';
export { PORT } from './texts/port';
export { REASON } from './texts/reason';
export { RELATIVE_PATH } from './texts/relative-path';
export { REPOSITORY } from './texts/repository';
export { SIGNAL } from './texts/signal';
export { TAG } from './texts/tag';
export { VARIABLE_NAME } from './texts/variable-name';
