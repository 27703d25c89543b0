import {
  AbortContentRequest,
  AbortContentResponse,
  BuildHistoryEvent,
  BuildHistoryRequest,
  BytesMessage,
  CheckAgentRequest,
  CheckAgentResponse,
  CheckPolicyRequest,
  CheckPolicyResponse,
  ContentInfoRequest,
  ContentInfoResponse,
  ControlSolveRequest,
  ControlSolveResponse,
  CredentialsRequest,
  CredentialsResponse,
  DiskUsageRequest,
  DiskUsageResponse,
  ExecMessage,
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
  NewContainerRequest,
  NewContainerResponse,
  PingRequest,
  PongResponse,
  PruneRequest,
  ReadContentRequest,
  ReadContentResponse,
  ReadDirRequest,
  ReadDirResponse,
  ReadFileRequest,
  ReadFileResponse,
  ReleaseContainerRequest,
  ReleaseContainerResponse,
  ReturnRequest,
  ReturnResponse,
  StatFileRequest,
  StatFileResponse,
  StatusRequest,
  StatusResponse,
  UpdateBuildHistoryRequest,
  UpdateBuildHistoryResponse,
  UsageRecord,
  VerifyTokenAuthorityRequest,
  VerifyTokenAuthorityResponse,
  WriteContentRequest,
  WriteContentResponse,
} from '../../pb/generated/client';
import { method } from '../rpc/method';

const control = '/moby.buildkit.v1.Control';
const bridge = '/moby.buildkit.v1.frontend.LLBBridge';
const auth = '/moby.filesync.v1.Auth';
const content = '/containerd.services.content.v1.Content';
const ssh = '/moby.sshforward.v1.SSH';

/** Methods that the daemon serves for every client. */
export const CONTROL = {
  info: method(`${control}/Info`, InfoRequest, InfoResponse),
  listWorkers: method(`${control}/ListWorkers`, ListWorkersRequest, ListWorkersResponse),
  diskUsage: method(`${control}/DiskUsage`, DiskUsageRequest, DiskUsageResponse),
  prune: method(`${control}/Prune`, PruneRequest, UsageRecord),
  listenBuildHistory: method(
    `${control}/ListenBuildHistory`,
    BuildHistoryRequest,
    BuildHistoryEvent,
  ),
  updateBuildHistory: method(
    `${control}/UpdateBuildHistory`,
    UpdateBuildHistoryRequest,
    UpdateBuildHistoryResponse,
  ),
  solve: method(`${control}/Solve`, ControlSolveRequest, ControlSolveResponse),
  status: method(`${control}/Status`, StatusRequest, StatusResponse),
  session: method(`${control}/Session`, BytesMessage, BytesMessage),
};

/**
 * A content store. That of the daemon is only read: what its exporters made. The client serves its
 * own folders within a session.
 */
export const CONTENT = {
  read: method(`${content}/Read`, ReadContentRequest, ReadContentResponse),
  info: method(`${content}/Info`, ContentInfoRequest, ContentInfoResponse),
  write: method(`${content}/Write`, WriteContentRequest, WriteContentResponse),
  abort: method(`${content}/Abort`, AbortContentRequest, AbortContentResponse),
};

/** Methods that the daemon serves for a build that is under way. */
export const GATEWAY = {
  ping: method(`${bridge}/Ping`, PingRequest, PongResponse),
  solve: method(`${bridge}/Solve`, GatewaySolveRequest, GatewaySolveResponse),
  return: method(`${bridge}/Return`, ReturnRequest, ReturnResponse),
  readFile: method(`${bridge}/ReadFile`, ReadFileRequest, ReadFileResponse),
  readDir: method(`${bridge}/ReadDir`, ReadDirRequest, ReadDirResponse),
  statFile: method(`${bridge}/StatFile`, StatFileRequest, StatFileResponse),
  newContainer: method(`${bridge}/NewContainer`, NewContainerRequest, NewContainerResponse),
  releaseContainer: method(
    `${bridge}/ReleaseContainer`,
    ReleaseContainerRequest,
    ReleaseContainerResponse,
  ),
  execProcess: method(`${bridge}/ExecProcess`, ExecMessage, ExecMessage),
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
  checkPolicy: method(
    '/moby.buildkit.v1.sourcepolicy.policysession.PolicyVerifier/CheckPolicy',
    CheckPolicyRequest,
    CheckPolicyResponse,
  ),
  checkAgent: method(`${ssh}/CheckAgent`, CheckAgentRequest, CheckAgentResponse),
  forwardAgent: method(`${ssh}/ForwardAgent`, BytesMessage, BytesMessage),
  fileSend: method('/moby.filesync.v1.FileSend/DiffCopy', BytesMessage, BytesMessage),
};

/** Sends a local folder; its packets have a codec of their own, see `lib/pb/fsutil`. */
export const FILE_SYNC_PATH = '/moby.filesync.v1.FileSync/DiffCopy';
