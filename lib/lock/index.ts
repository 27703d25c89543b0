export { type Deb, type DebFile, openDeb } from './deb';
export { fetchDebianFile } from './debian-file';
export { redactUrl, resolveGit } from './git-resolver';
export type { HttpPatience } from './http-client';
export type { LockOptions } from './lock-context';
export { planDebianMirrors } from './mirror-plan';
export { resolveLock } from './resolve-lock';
