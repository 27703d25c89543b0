export { resolveGit } from './git-resolver';
export type { HttpPatience } from './http-client';
export type { LockOptions } from './lock-context';
export { resolveLock } from './resolve-lock';
