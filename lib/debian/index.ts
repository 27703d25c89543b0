export { groupNumber, userNumber } from './account-numbers';
export { type BinaryPackage, parseBinaryPackage } from './binary-package';
export {
  type Candidate,
  type CandidateChoice,
  CandidateSet,
  type SuiteIndex,
} from './candidate-set';
export { type ClosurePackage, type ClosureRequest, Closures } from './closure/closure';
export { parseStanza, parseStanzas, type Stanza } from './control';
export { isFlat, loginSecretId, type OtherArchive, suiteFolder } from './other-archive';
export { PackagesIndex } from './packages-index';
export { type Pin, type PinProblem, pinProblem } from './policy/pin';
export { type IndexOrigin, Policy } from './policy/policy';
export {
  formatRelation,
  parseRelation,
  parseRelations,
  type Relation,
  type RelationGroup,
  type RelationOperator,
  versionSatisfies,
} from './relation';
export { parseRelease, type Release, type ReleaseFileEntry } from './release-file';
export {
  formatSnapshot,
  snapshotEpoch,
  snapshotRoot,
  snapshotUrl,
} from './snapshot';
export { SOURCE_PACKAGE, type SourcePackage, sourceOf, sourceText } from './source-package';
export { type SuiteSource, suiteKey, suitesOf } from './suites';
export { compareVersions, isVersion, splitVersion, type Version } from './version';
export {
  type Disagreement,
  findDisagreements,
  type VersionedPackage,
  versionsAgree,
} from './version-agreement';
