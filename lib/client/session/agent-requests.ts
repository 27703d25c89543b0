import { RPC, RpcError } from '../rpc/rpc-error';

const LENGTH_BYTES = 4;

/** Far more than any request of a client; agents of OpenSSH take as much. */
const MAX_REQUEST_BYTES = 256 * 1024;

/** SSH_AGENTC_REQUEST_IDENTITIES and SSH_AGENTC_SIGN_REQUEST. */
const ALLOWED_TYPES = [11, 13];

/** A message that says SSH_AGENT_FAILURE. */
const FAILURE = Uint8Array.of(0, 0, 0, 1, 5);

/** One request to an agent, whole. */
export interface AgentRequest {
  readonly bytes: Uint8Array;
  /** The answer to a request that the agent must not see. @default - it is allowed */
  readonly refusal?: Uint8Array;
}

/**
 * Takes apart what a client writes to an agent, and tells what uses its keys from what would change
 * it: a step must not add or remove keys of the user, nor lock the agent.
 *
 * @see draft-miller-ssh-agent, sections 4 and 5
 */
export class AgentRequests {
  private rest = Buffer.alloc(0);

  /** @throws RpcError for a request that is larger than any agent takes */
  *push(chunk: Uint8Array): Generator<AgentRequest, void, undefined> {
    this.rest = Buffer.concat([this.rest, chunk]);
    while (this.rest.length >= LENGTH_BYTES) {
      const length = this.rest.readUInt32BE(0);
      if (length > MAX_REQUEST_BYTES) {
        throw new RpcError(RPC.INVALID_ARGUMENT, `request of ${length} bytes to an ssh agent`);
      }
      const end = LENGTH_BYTES + length;
      if (this.rest.length < end) return;
      const bytes = this.rest.subarray(0, end);
      this.rest = this.rest.subarray(end);
      const type = bytes[LENGTH_BYTES];
      const isAllowed = length > 0 && type !== undefined && ALLOWED_TYPES.includes(type);
      yield isAllowed ? { bytes } : { bytes, refusal: FAILURE };
    }
  }
}
