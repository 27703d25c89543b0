export { type AddressOptions, DEFAULT_ADDRESS, parseAddress, resolveAddress } from './address';
export type { BuildOptions } from './build';
export type {
  BuildCache,
  BuildExporter,
  BuildMeanwhile,
  BuildRequest,
  BuildResponse,
  BuildResult,
} from './build-request';
export { type ConnectOptions, connect } from './connect';
export type { Connection, Worker } from './connection';
export type { DaemonInfo } from './daemon-version';
export { SolveError } from './solve-error';
export type {
  ProgressGroup,
  SolveStatus,
  VertexLog,
  VertexState,
  VertexStatus,
  VertexWarning,
} from './status';
export type { TlsOptions } from './tls-options';
