/**
 * What an app is written with: constructs, and what constructs of one's own are made of.
 *
 * - In apps: {@link App}, the constructs of sources, stages and images, and {@link place}.
 * - In artifacts and images of one's own: {@link LocatedConstruct}, {@link Image},
 *   {@link IMAGE_PROPS}, {@link ARTIFACT}, {@link lowerArtifact}, {@link Target}.
 * - In kinds of input of one's own: {@link InputKind}, {@link entrySection}, {@link SchemaReader}.
 * - Errors: {@link BuildError}, whose codes other packages add to ({@link OwnErrorCode}).
 *
 * @module buildkit-cdk
 */

export { Construct, type IConstruct } from 'constructs';
export type {
  ArchiveFile,
  ArchiveFilesInput,
  DebMemberInput,
  DirectoryInput,
  LayoutInput,
  LocalInput,
} from '../lib/assembly/manifest';
export type { CrateSource, GitSource, LockedCrate, RegistrySource } from '../lib/cargo';
export type { OtherArchive } from '../lib/debian/other-archive';
export type { Pin } from '../lib/debian/policy/pin';
export {
  BuildError,
  type BuildErrorDetails,
  BuildErrors,
  type ErrorCode,
  type OwnErrorCode,
  type SourceLocation,
} from '../lib/errors';
export { CARGO, type CargoCratesLock, type CargoRequest } from '../lib/inputs/cargo/kind';
export { DEBIAN } from '../lib/inputs/debian/kind';
export type { LockedPackage } from '../lib/inputs/debian/locked';
export type { DebianRequest } from '../lib/inputs/debian/request';
export { type Entries, type EntryForm, entrySection } from '../lib/inputs/entries';
export type { Fact } from '../lib/inputs/fact';
export { GIT, type GitLock, type GitRequest, type Submodule } from '../lib/inputs/git/kind';
export { HTTP, type HttpLock, type HttpRequest } from '../lib/inputs/http/kind';
export { IMAGE } from '../lib/inputs/image/kind';
export type { ImageRequest } from '../lib/inputs/image/request';
export type { LockedImage } from '../lib/inputs/image/section';
export type { InputKind, InputRequest, LockSection, ResolveContext } from '../lib/inputs/kind';
export { NPM, type NpmLock } from '../lib/inputs/npm/kind';
export type { NpmListRequest, NpmRepositoryRequest, NpmRequest } from '../lib/inputs/npm/request';
export { PYTHON } from '../lib/inputs/python/kind';
export type {
  PythonFileRequest,
  PythonRepositoryRequest,
  PythonRequest,
} from '../lib/inputs/python/request';
export type { LockedWheel, PythonPackagesLock } from '../lib/inputs/python/section';
export {
  type AbsentPackage,
  type LockedTarball,
  TARBALL,
  type TarballFile,
  type TarballRequest,
  type TarballSection,
  type Tarballs,
} from '../lib/inputs/tarball/kind';
export { SchemaReader } from '../lib/json';
export type { NpmFields, PlatformNeeds } from '../lib/npm';
export type { HealthcheckConfig, ImageConfigFields } from '../lib/oci/image-config';
export { formatPlatform, type Platform, parsePlatform } from '../lib/oci/platform';
export { App, type AppProps } from './app/app';
export { CargoCrates, type CargoCratesProps } from './cargo/cargo-crates';
export { CargoProgram } from './cargo/cargo-program';
export type { CargoProgramProps } from './cargo/cargo-program-props';
export { ARTIFACT, type IArtifact } from './core/artifact';
export { ArtifactConstruct } from './core/artifact-construct';
export {
  Artifact,
  ArtifactFile,
  type ArtifactOperations,
  place,
} from './core/artifact-operations';
export type { ErrorOwner } from './core/call-user';
export type { FileOptions } from './core/file-options';
export { LocatedConstruct } from './core/located-construct';
export { lowerArtifact } from './core/lower-artifact';
export type { Target } from './core/target';
export type { DebianArchiveProps } from './debian/debian-archive';
export { DebianBase } from './debian/debian-base';
export type { DebianBaseProps, DebianPin } from './debian/debian-base-props';
export { DebianPackages } from './debian/debian-packages';
export type { DebianPackagesProps } from './debian/debian-packages-props';
export { DebianRuntime } from './debian/debian-runtime';
export { EmptyDirectory } from './files/empty-directory';
export type { DataValue } from './files/format/data-value';
export type { TomlTable } from './files/format/toml';
export { InlineFile } from './files/inline-file';
export { SymbolicLink } from './files/symbolic-link';
export { GoModules, type GoModulesProps } from './go/go-modules';
export { GoProgram } from './go/go-program';
export type { GoProgramProps } from './go/go-program-props';
export { BaseImage, type BaseImageProps } from './image/base-image';
export type { HealthcheckProps } from './image/healthcheck';
export { Image } from './image/image';
export { IMAGE_PROPS, type ImageProps, type PublishProps } from './image/image-props';
export type { Layer, LayerPackage, LoweredImage } from './image/layer';
export { NONROOT_ID, RuntimeImage } from './image/runtime-image';
export type { RuntimeImageProps, RuntimeWaivers } from './image/runtime-image-props';
export type { StartProps } from './image/start/start-props';
export { Template, template } from './image/start/template';
export {
  Variable,
  type VariableEncoding,
  type VariableOptions,
  variable,
} from './image/start/variable';
export { ImageTest } from './image/test/image-test';
export type {
  ImageTestProps,
  TestFile,
  TestQuestion,
  TestRequest,
  TestRun,
  TestService,
} from './image/test/image-test-props';
export { NodeProgram, type NodeProgramProps } from './npm/node-program';
export { NpmPackages } from './npm/npm-packages';
export type { NpmPackagesProps } from './npm/npm-packages-props';
export { PythonPackages } from './python/python-packages';
export type { PythonPackagesProps } from './python/python-packages-props';
export { Archive, type ArchiveProps } from './source/archive';
export { ARCHIVE_FORMATS, type ArchiveFormat } from './source/archive-format';
export { HttpFile, type HttpFileProps } from './source/http-file';
export { ImageRuntime } from './source/image-runtime';
export { ImageSource, type ImageSourceProps } from './source/image-source';
export { LocalFiles, type LocalFilesProps } from './source/local-files';
export type {
  LocalLockFiles,
  LockFiles,
  ReadableSource,
  RepositoryLockFiles,
} from './source/lock-files';
export { PinnedGitSource, type PinnedGitSourceProps } from './source/pinned-git-source';
export { BuildStage } from './stage/build-stage';
export type {
  BuildStageProps,
  Command,
  StageContext,
  StageTarget,
} from './stage/build-stage-props';
export type { CrossLanguage } from './stage/cross-toolchain';
export { StageOutput } from './stage/stage-output';
export type { StageBase } from './stage/stage-root';
