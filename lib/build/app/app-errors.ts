import {
  BuildError,
  type BuildErrorDetails,
  ERROR_CODES,
  type ErrorCode,
  type OwnErrorCode,
  type SourceLocation,
} from '../../errors';

const TEXT_DETAILS = ['got', 'expected', 'fix', 'constructPath', 'log'] as const;

/**
 * Reads the errors that an app hands over in `SYNTH_ERRORS_FILE`: a JSON array of
 * `{code, message, details}`.
 */
export function parseErrorRecords(json: string): BuildError[] {
  const records: unknown = JSON.parse(json);
  return Array.isArray(records) ? records.filter(isRecord).map(toError) : [];
}

function toError({ code, message, details }: Record<string, unknown>): BuildError {
  const given = isRecord(details) ? details : {};
  const read: { -readonly [K in keyof BuildErrorDetails]: BuildErrorDetails[K] } = {};
  for (const key of TEXT_DETAILS) {
    const value = given[key];
    if (typeof value === 'string') read[key] = value;
  }
  if (isSource(given.source)) read.source = given.source;
  return new BuildError(isCode(code) ? code : 'E_APP_FAILED', String(message), read);
}

/** A code of the library, or of another package that the app uses. */
function isCode(code: unknown): code is ErrorCode | OwnErrorCode {
  if (typeof code !== 'string') return false;
  return Object.hasOwn(ERROR_CODES, code) || /^E_[A-Z0-9]+_[A-Z0-9_]+$/.test(code);
}

function isSource(value: unknown): value is SourceLocation {
  return (
    isRecord(value) &&
    typeof value.file === 'string' &&
    typeof value.line === 'number' &&
    typeof value.column === 'number'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
