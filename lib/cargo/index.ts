export { CargoLockError, parseCargoLock } from './cargo-lock';
export {
  CrateError,
  type CrateSource,
  formatCrate,
  type GitSource,
  isCrate,
  type LockedCrate,
  parseCrate,
  type RegistrySource,
} from './crate';
export { CRATES_IO, cratePath, crateUrl } from './download';
export { targetTriple } from './target-triple';
