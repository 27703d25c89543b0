/**
 * LLB, BuildKit's graph of a build: states, sources and ops with the bytes of Go's `client/llb`.
 *
 * @module buildkit-cdk/llb
 */

export {
  formatImageReference,
  type ImageReference,
  parseImageReference,
} from '../oci/image-reference';
export { normalizePlatform } from '../oci/normalize-platform';
export { type NestedBuildOptions, nestedBuild } from './build-op';
export { CAPABILITIES, type Capability } from './definition/capability';
export {
  capabilityErrors,
  checkCapabilities,
  type MissingCapability,
} from './definition/check-capabilities';
export type { DecodeLimits } from './definition/decode';
export { Definition, type DefinitionOp } from './definition/definition';
export type { SourceMapping, SourceOp } from './definition/map-sources';
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
} from './definition/source-map';
export { vertexName, vertexNames } from './definition/vertex-name';
export { stateFromDefinition } from './definition-state';
export { diff } from './diff';
export type { Exec } from './exec/exec';
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
} from './exec/mount';
export type { CdiDevice, ExecOptions, ProxyEnv } from './exec/options';
export { shlex } from './exec/shlex';
export { copy, FileAction, mkdir, mkfile, rm, symlink } from './file/action';
export type { FileActionWithState } from './file/action-with-state';
export type { CopyOptions } from './file/copy';
export type { MkdirOptions } from './file/mkdir';
export type { MkfileOptions } from './file/mkfile';
export type { Owner, OwnerIds } from './file/owner';
export type { RmOptions } from './file/rm';
export type { SymlinkOptions } from './file/symlink';
export type { Timestamp } from './file/timestamp';
export { merge } from './merge';
export { passthrough } from './passthrough';
export type { PassthroughInput } from './passthrough-op';
export { type GitBundle, type GitOptions, git } from './source/git';
export { type HttpOptions, http } from './source/http';
export { type ImageOptions, image } from './source/image';
export {
  type ImageBlobOptions,
  imageBlob,
  type OciLayoutBlobOptions,
  ociLayoutBlob,
} from './source/image-blob';
export { type LocalOptions, local } from './source/local';
export { type OciLayoutOptions, ociLayout } from './source/oci-layout';
export { source } from './source/source';
export { type State, scratch } from './state';
export type {
  ExtraHost,
  NetworkMode,
  SecurityMode,
  Ulimit,
  UlimitName,
} from './state-values';
export type { OpOptions } from './vertex/constraints';
export type { MarshalOptions } from './vertex/context';
export { decodeOp } from './wire/decode-op';
export { type Digest, digestOf, parseDigest } from './wire/digest';
export { encodeOp } from './wire/encode-op';
export type {
  CacheOptMessage,
  CdiDeviceMessage,
  ExecMessage,
  HostIpMessage,
  MetaMessage,
  MountMessage,
  ProxyEnvMessage,
  SecretEnvMessage,
  SecretOptMessage,
  TmpfsOptMessage,
  UlimitMessage,
} from './wire/exec';
export type {
  ChownMessage,
  CopyMessage,
  FileActionBody,
  FileActionMessage,
  FileMessage,
  MkdirMessage,
  MkfileMessage,
  RmMessage,
  SymlinkMessage,
  UserMessage,
} from './wire/file';
export {
  FAILURE_CODE_KEY,
  type LinuxResources,
  type OpMetadata,
  type ProgressGroup,
  WAIVER_KEY,
} from './wire/metadata';
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
} from './wire/op';
