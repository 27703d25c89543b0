import {
  BytesMessage,
  CheckAgentRequest,
  CheckAgentResponse,
  ControlSolveRequest,
  ControlSolveResponse,
  CredentialsRequest,
  CredentialsResponse,
  FetchTokenRequest,
  FetchTokenResponse,
  GatewaySolveRequest,
  GatewaySolveResponse,
  GetSecretRequest,
  GetSecretResponse,
  GetTokenAuthorityRequest,
  GetTokenAuthorityResponse,
  HealthCheckRequest,
  HealthCheckResponse,
  InfoRequest,
  InfoResponse,
  ListWorkersRequest,
  ListWorkersResponse,
  PingRequest,
  PongResponse,
  ReadContentRequest,
  ReadContentResponse,
  ReadDirRequest,
  ReadDirResponse,
  ReadFileRequest,
  ReadFileResponse,
  ReturnRequest,
  ReturnResponse,
  StatFileRequest,
  StatFileResponse,
  StatusRequest,
  StatusResponse,
  VerifyTokenAuthorityRequest,
  VerifyTokenAuthorityResponse,
} from '../../pb/generated/client';
import { method } from '../rpc/method';

const control = '/moby.buildkit.v1.Control';
const bridge = '/moby.buildkit.v1.frontend.LLBBridge';
const auth = '/moby.filesync.v1.Auth';
const ssh = '/moby.sshforward.v1.SSH';

/** Methods that the daemon serves for every client. */
export const CONTROL = {
  info: method(`${control}/Info`, InfoRequest, InfoResponse),
  listWorkers: method(`${control}/ListWorkers`, ListWorkersRequest, ListWorkersResponse),
  solve: method(`${control}/Solve`, ControlSolveRequest, ControlSolveResponse),
  status: method(`${control}/Status`, StatusRequest, StatusResponse),
  session: method(`${control}/Session`, BytesMessage, BytesMessage),
};

/** The daemon's content store, read-only: what its exporters made. */
export const CONTENT = {
  read: method(
    '/containerd.services.content.v1.Content/Read',
    ReadContentRequest,
    ReadContentResponse,
  ),
};

/** Methods that the daemon serves for a build that is under way. */
export const GATEWAY = {
  ping: method(`${bridge}/Ping`, PingRequest, PongResponse),
  solve: method(`${bridge}/Solve`, GatewaySolveRequest, GatewaySolveResponse),
  return: method(`${bridge}/Return`, ReturnRequest, ReturnResponse),
  readFile: method(`${bridge}/ReadFile`, ReadFileRequest, ReadFileResponse),
  readDir: method(`${bridge}/ReadDir`, ReadDirRequest, ReadDirResponse),
  statFile: method(`${bridge}/StatFile`, StatFileRequest, StatFileResponse),
};

/** Methods that the client serves for the daemon, within a session. */
export const SESSION = {
  health: method('/grpc.health.v1.Health/Check', HealthCheckRequest, HealthCheckResponse),
  credentials: method(`${auth}/Credentials`, CredentialsRequest, CredentialsResponse),
  fetchToken: method(`${auth}/FetchToken`, FetchTokenRequest, FetchTokenResponse),
  getTokenAuthority: method(
    `${auth}/GetTokenAuthority`,
    GetTokenAuthorityRequest,
    GetTokenAuthorityResponse,
  ),
  verifyTokenAuthority: method(
    `${auth}/VerifyTokenAuthority`,
    VerifyTokenAuthorityRequest,
    VerifyTokenAuthorityResponse,
  ),
  getSecret: method(
    '/moby.buildkit.secrets.v1.Secrets/GetSecret',
    GetSecretRequest,
    GetSecretResponse,
  ),
  checkAgent: method(`${ssh}/CheckAgent`, CheckAgentRequest, CheckAgentResponse),
  forwardAgent: method(`${ssh}/ForwardAgent`, BytesMessage, BytesMessage),
  fileSend: method('/moby.filesync.v1.FileSend/DiffCopy', BytesMessage, BytesMessage),
};

/** Sends a local folder; its packets have a codec of their own, see `lib/pb/fsutil`. */
export const FILE_SYNC_PATH = '/moby.filesync.v1.FileSync/DiffCopy';
