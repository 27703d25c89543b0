import { BuildError } from '../../errors';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** An error about the value of one option. */
export function optionError(option: string, got: string, expected: string): BuildError {
  return new BuildError('E_LLB_OPTION', `option "${option}" has a value that cannot be used`, {
    got,
    expected,
  });
}

/** Fails unless the value is a whole number from `min` to `max`; `-0` becomes `0`. */
export function checkInteger(option: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw optionError(option, String(value), `a whole number from ${min} to ${max}`);
  }
  return value + 0;
}

/** Fails unless the value is a number of a user or group. */
export function checkId(option: string, value: number): number {
  return checkInteger(option, value, 0, 0xffff_ffff);
}

/** Fails unless the value is permission bits, `0` to `0o777`. */
export function checkPermissions(option: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0o777) {
    throw optionError(option, octal(value), 'permission bits, 0 to 0o777');
  }
  return value + 0;
}

/** Fails unless the value is mode bits, `0` to `0o7777`. */
export function checkMode(option: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0o7777) {
    throw optionError(option, octal(value), 'mode bits, 0 to 0o7777');
  }
  return value + 0;
}

function octal(value: number): string {
  return Number.isInteger(value) && value >= 0 ? `0o${value.toString(8)}` : String(value);
}

/** Fails unless the value fits into an int64. */
export function checkInt64(option: string, value: number | bigint): bigint {
  return checkBig(option, value, INT64_MIN, INT64_MAX);
}

/** Fails unless the value fits into a uint64. */
export function checkUint64(option: string, value: number | bigint): bigint {
  return checkBig(option, value, 0n, UINT64_MAX);
}

function checkBig(option: string, value: number | bigint, min: bigint, max: bigint): bigint {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw optionError(option, String(value), 'a whole number, as a bigint beyond 2^53');
  }
  const big = BigInt(value);
  if (big < min || big > max) {
    throw optionError(option, String(value), `a whole number from ${min} to ${max}`);
  }
  return big;
}

/** Fails for the empty string. */
export function checkNotEmpty(option: string, value: string): string {
  if (value === '') throw optionError(option, 'an empty string', 'a value');
  return value;
}
