/**
 * What the commands of `synth` do, as a library: from an app or an assembly over a plan to results,
 * with progress as events. It prints nothing.
 *
 * @module buildkit-cdk/build
 */
export { type Assembly, readAssembly } from '../assembly/assembly-reader';
export type {
  DefinitionManifest,
  ImageManifest,
  Manifest,
  PlatformManifest,
  TestManifest,
} from '../assembly/manifest';
export type {
  Audited,
  AuditedAccount,
  AuditedLayer,
  AuditedPackage,
  AuditedProgram,
  ElfFile,
  Finding,
  Hardening,
  HardeningName,
  ImageAudit,
  ImageFile,
  Rule,
} from '../audit';
export type {
  Container,
  ContainerProcess,
  FailedStep,
  FailureReader,
  ProcessOptions,
  ResultFiles,
  SourceConstraint,
  SourcePolicy,
  SourceRule,
  SourceSelector,
  StepProcess,
  TerminalSize,
} from '../client';
export {
  type Environment,
  type EnvironmentSources,
  type GoProxies,
  type GoProxyServer,
  loadEnvironment,
} from '../environment';
export type { CachePlace } from '../environment/cache-place';
export type { Login } from '../environment/logins';
export type { Mirrors } from '../environment/mirrors';
export type { NpmConfig } from '../environment/npm-config';
export type { PipIndex } from '../environment/pip-indexes';
export type { SecretSource } from '../environment/secret-source';
export type { SshSource } from '../environment/ssh-source';
export {
  BuildError,
  type BuildErrorDetails,
  BuildErrors,
  type ErrorCode,
  type OwnErrorCode,
  type SourceLocation,
} from '../errors';
export type { AdvisorySource } from '../lock/advisory-source';
export type { AskedRequest } from '../lock/asked';
export type { LockDifference } from '../lock/check-lock';
export type { LockedState, Move } from '../lock/compare-locks';
export type { OutdatedEntries, OutdatedEntry } from '../lock/find-outdated';
export type { LockFile } from '../lock/lock-file';
export type { ProxySettings } from '../proxy';
export type { CredentialLookup, Credentials } from '../registry/credentials';
export type { AppOptions } from './app/app-options';
export type { Attestations, ProvenanceAttrs, SbomAttrs } from './attrs/attestation-attrs';
export type { Flag } from './attrs/attribute';
export type {
  AzblobCacheAttrs,
  CacheDestination,
  CacheSource,
  CacheWriteAttrs,
  GhaCacheAttrs,
  LocalCacheAttrs,
  LocalCacheSourceAttrs,
  RegistryCacheAttrs,
  S3CacheAttrs,
} from './attrs/cache-attrs';
export type {
  AnnotationAttrs,
  ArchiveAttrs,
  CompressionAttrs,
  FilesAttrs,
  FolderAttrs,
  ImageAttrs,
  ImageFormatAttrs,
} from './attrs/exporter-attrs';
export { type AuditOptions, audit } from './audit';
export { type AppBuild, build } from './build';
export { buildEvents } from './build-events';
export {
  compareLock,
  type LockComparison,
  type LockOptions,
  type LockResult,
  lock,
} from './lock';
export { type OutdatedOptions, outdated } from './outdated';
export type { BuildPlan, PlannedImage, PlannedPlatform, PlannedTest } from './plan/build-plan';
export type { Caches } from './plan/caches';
export { type GitFacts, readGitFacts } from './plan/git-facts';
export type {
  ArchiveOutput,
  BuildOutput,
  FolderOutput,
  ImageOutput,
  LoadOutput,
  TarOutput,
} from './plan/output';
export { type PlanOptions, planBuilds } from './plan/plan-builds';
export type { PlannedInput } from './plan/planned-input';
export { type VerifiedLock, type VerifyLockOptions, verifyLock } from './prove';
export { billsOfMaterials, type Sbom, type SbomFormat, type SbomOptions } from './sbom';
export { type ContainerRun, inContainer, type OpenedContainer } from './shell/in-container';
export type {
  BuildEvent,
  ImageDoneEvent,
  ImageFailedEvent,
  MessageEvent,
  PlannedEvent,
  SolveEndedEvent,
  SolveStartedEvent,
  StatusEvent,
  StepFailedEvent,
  TestedEvent,
} from './solve/build-event';
export type { BuildOptions } from './solve/build-options';
export type { ImageResult, PlatformResult } from './solve/image-result';
export type { TestResult } from './solve/test-watch';
export { type SynthesizeOptions, synthesize } from './synthesize';
export { type TouchedOptions, touchedImages } from './touched';
export { type UpdateOptions, type UpdateResult, update } from './update';
export { type VendorOptions, type VendorResult, vendor } from './vendor';
