export {
  formatImageReference,
  type ImageReference,
  parseImageReference,
} from '../oci/image-reference';
export { type NestedBuildOptions, nestedBuild } from './build-op';
export { CAPABILITIES, type Capability } from './capability';
export {
  capabilityErrors,
  checkCapabilities,
  type MissingCapability,
} from './check-capabilities';
export type { OpOptions } from './constraints';
export type { DecodeLimits } from './decode-definition';
export { decodeOp } from './decode-op';
export { Definition, type DefinitionOp } from './definition';
export { stateFromDefinition } from './definition-state';
export { diff } from './diff';
export { type Digest, digestOf, parseDigest } from './digest';
export { encodeOp } from './encode-op';
export type { Exec } from './exec';
export type { CdiDevice, ExecOptions, ProxyEnv } from './exec-options';
export { copy, FileAction, mkdir, mkfile, rm, symlink } from './file-action';
export type { FileActionWithState } from './file-action-with-state';
export type { CopyOptions } from './file-copy';
export type { MkdirOptions } from './file-mkdir';
export type { MkfileOptions } from './file-mkfile';
export type { RmOptions } from './file-rm';
export type { SymlinkOptions } from './file-symlink';
export type { SourceMapping, SourceOp } from './map-sources';
export type { MarshalOptions } from './marshal-context';
export { merge } from './merge';
export {
  type BindMount,
  type BindMountOptions,
  bindMount,
  type CacheMount,
  type CacheMountOptions,
  type CacheSharing,
  type ContentCacheMode,
  cacheMount,
  type Mount,
  type SecretEnv,
  type SecretMount,
  type SecretMountOptions,
  type SshMount,
  type SshMountOptions,
  secretMount,
  sshMount,
  type TmpfsMount,
  type TmpfsMountOptions,
  tmpfsMount,
} from './mount';
export type {
  BuildMessage,
  ConstraintsMessage,
  DiffMessage,
  Input,
  MergeMessage,
  Op,
  OpBody,
  PassthroughMessage,
  PlatformMessage,
  SourceMessage,
} from './op';
export type { ExecMessage, MetaMessage, MountMessage } from './op-exec';
export type { FileActionBody, FileActionMessage, FileMessage } from './op-file';
export type { LinuxResources, OpMetadata, ProgressGroup } from './op-metadata';
export type { Owner, OwnerIds } from './owner';
export { passthrough } from './passthrough';
export type { PassthroughInput } from './passthrough-op';
export { normalizePlatform } from './platform';
export { shlex } from './shlex';
export { type GitBundle, type GitOptions, git } from './source-git';
export { type HttpOptions, http } from './source-http';
export { type ImageOptions, image } from './source-image';
export {
  type ImageBlobOptions,
  imageBlob,
  type OciLayoutBlobOptions,
  ociLayoutBlob,
} from './source-image-blob';
export { type LocalOptions, local } from './source-local';
export {
  type InfoLocation,
  type OpSource,
  type Position,
  type Range,
  type SourceInfo,
  SourceMap,
  type SourceMapLocation,
  type SourceMapOptions,
  type SourceRecord,
} from './source-map';
export { type OciLayoutOptions, ociLayout } from './source-oci-layout';
export { source } from './source-op';
export { type State, scratch } from './state';
export type {
  ExtraHost,
  NetworkMode,
  SecurityMode,
  Ulimit,
  UlimitName,
} from './state-values';
export type { Timestamp } from './timestamp';
export { vertexName, vertexNames } from './vertex-name';
