/**
 * A client of buildkitd, and of the BuildKit inside Docker Engine.
 *
 * @module buildkit-cdk/client
 */

export type { CredentialLookup, Credentials } from '../registry/credentials';
export type { BuildOptions } from './build/build';
export type { Container } from './build/container/container';
export type { FailedStep, FailureReader, StepProcess } from './build/container/failed-step';
export type { ContainerMount } from './build/container/mount';
export type { ContainerProcess, ProcessOptions, TerminalSize } from './build/container/process';
export type { SolveErrorCode } from './build/failure-class';
export type {
  BuildAttestation,
  BuildCache,
  BuildExporter,
  BuildMeanwhile,
  BuildRequest,
  BuildResponse,
  BuildResult,
} from './build/request';
export type { ContainerOptions, FileEntry, FilesReader, ResultFiles } from './build/result-files';
export { SolveError, type SolveErrorDetails } from './build/solve-error';
export type {
  SourceConstraint,
  SourcePolicy,
  SourceRule,
  SourceSelector,
} from './build/source-policy';
export { type ConnectOptions, connect } from './connect';
export type { Connection } from './connection';
export type { DaemonInfo } from './daemon/version';
export type { GcRule, Worker } from './daemon/worker';
export type { PruneOptions, UsageFilter, UsageRecord } from './disk-usage';
export type { LocalContent } from './file-sync/file-sync';
export type { LocalFile } from './file-sync/listed-files';
export type { BuildRecord, BuildRecordExporter, BuildRecordSteps } from './history';
export type {
  CallOptions,
  RpcCall,
  StartTransport,
  Transport,
  TransportOptions,
} from './rpc/transport';
export type { AskedSource, SourceCheck } from './session/policy';
export type { SecretContent, SecretValue } from './session/secrets';
export type {
  ProgressGroup,
  SolveStatus,
  VertexLog,
  VertexState,
  VertexStatus,
  VertexWarning,
} from './status/status';
export {
  type Address,
  type AddressOptions,
  DEFAULT_ADDRESS,
  parseAddress,
  resolveAddress,
  type SocketAddress,
  type TcpAddress,
} from './transport/address';
export type { CommandAddress } from './transport/command-address';
export type { TlsOptions } from './transport/tls/options';
