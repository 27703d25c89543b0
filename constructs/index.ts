export { Construct, type IConstruct } from 'constructs';
export {
  BuildError,
  type BuildErrorDetails,
  BuildErrors,
  type ErrorCode,
  type SourceLocation,
} from '../lib/errors';
export { App, type AppProps } from './app';
export type { IArtifact } from './artifact';
export { BaseImage, type BaseImageProps } from './base-image';
export {
  BuildStage,
  type BuildStageProps,
  type Command,
  type StageContext,
  type StageTarget,
} from './build-stage';
export type { CrossLanguage } from './cross-toolchain';
export { DebianBase, type DebianBaseProps } from './debian-base';
export { DebianPackages, type DebianPackagesProps } from './debian-packages';
export { DebianRuntime } from './debian-runtime';
export type { HealthcheckProps } from './healthcheck';
export { Image, type ImageProps, type PublishProps } from './image';
export { PinnedGitSource, type PinnedGitSourceProps } from './pinned-git-source';
export type { RuntimeWaivers } from './runtime-contract';
export { NONROOT_ID, RuntimeImage, type RuntimeImageProps } from './runtime-image';
export { StageOutput } from './stage-output';
