import { LockContext, type PythonSelection, type PythonTarget } from '../../lib/python';

/** What tests choose wheels for: trixie. */
export const TRIXIE: PythonTarget = { python: '3.13.5', glibc: '2.41', architecture: 'amd64' };

/** A lock file as it is read for a target. */
export function lockContext(
  selection: Partial<PythonSelection> = {},
  target: Partial<PythonTarget> = {},
): LockContext {
  const all = { extras: [], groups: [], exclude: [], ...selection };
  return new LockContext('the lock', { ...TRIXIE, ...target }, all);
}
