export type { BuildOptions } from './build/build';
export type {
  BuildCache,
  BuildExporter,
  BuildMeanwhile,
  BuildRequest,
  BuildResponse,
  BuildResult,
} from './build/request';
export { SolveError } from './build/solve-error';
export { type ConnectOptions, connect } from './connect';
export type { Connection, Worker } from './connection';
export type { DaemonInfo } from './daemon/version';
export type { SecretValue } from './session/secrets';
export type {
  ProgressGroup,
  SolveStatus,
  VertexLog,
  VertexState,
  VertexStatus,
  VertexWarning,
} from './status/status';
export {
  type AddressOptions,
  DEFAULT_ADDRESS,
  parseAddress,
  resolveAddress,
} from './transport/address';
export type { TlsOptions } from './transport/tls/options';
