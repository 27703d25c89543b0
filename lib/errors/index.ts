export {
  BuildError,
  type BuildErrorDetails,
  BuildErrors,
  type SourceLocation,
} from './build-error';
export {
  ERROR_CODES,
  type ErrorCode,
  type ErrorCodeEntry,
  errorCodeEntry,
  type OwnErrorCode,
} from './codes';
export { describeCause } from './describe-cause';
export { systemErrorCode } from './system-error';
