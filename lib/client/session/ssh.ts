import { createConnection, type Socket } from 'node:net';
import { systemErrorCode } from '../../errors';
import { BytesMessage } from '../../pb/generated/client';
import { SESSION } from '../daemon/services';
import { RPC, RpcError } from '../rpc/rpc-error';
import { type Handler, type Handlers, type ServerCall, unaryHandler } from '../rpc/server';
import { AgentRequests } from './agent-requests';

/** Header of a call that names the agent. */
const ID_HEADER = 'buildkit.ssh.id';

/** The agent of a step that names none. */
const DEFAULT_ID = 'default';

/**
 * Lets steps and git sources use ssh agents of this machine, by id. They can list its keys and have
 * it sign; whatever else they ask for is refused here, and does not reach the agent.
 *
 * @param sockets path of each agent's socket, by id
 * @see RFC draft-miller-ssh-agent
 */
export function sshHandlers(sockets: Readonly<Record<string, string>>): Handlers {
  const byId = new Map(Object.entries(sockets));
  const socketOf = (id: string): string => {
    const socket = byId.get(id || DEFAULT_ID);
    if (socket !== undefined) return socket;
    throw new RpcError(RPC.NOT_FOUND, `ssh agent "${id || DEFAULT_ID}" was not given`);
  };
  const forward: Handler = async (call) => {
    const [id = ''] = call.metadata.get(ID_HEADER) ?? [];
    await forwardAgent(call, await connectAgent(id || DEFAULT_ID, socketOf(id)));
  };
  return {
    ...unaryHandler(SESSION.checkAgent, ({ id }) => {
      socketOf(id);
      return {};
    }),
    [SESSION.forwardAgent.path]: forward,
  };
}

function connectAgent(id: string, path: string): Promise<Socket> {
  return new Promise((done, fail) => {
    const agent = createConnection(path);
    agent.once('connect', () => done(agent));
    agent.once('error', (cause) => {
      const reason = systemErrorCode(cause) ?? cause.message;
      const message = `ssh agent "${id}" does not answer at "${path}": ${reason}`;
      fail(new RpcError(RPC.FAILED_PRECONDITION, message, { cause }));
    });
  });
}

/** Carries bytes both ways until one side ends. */
async function forwardAgent(call: ServerCall, agent: Socket): Promise<void> {
  const stop = () => void agent.destroy();
  call.signal.addEventListener('abort', stop, { once: true });
  agent.on('error', () => {}); // the loop of its answers learns of it
  const answers = sendAnswers(call, agent).finally(stop);
  try {
    await Promise.race([takeRequests(call, agent), answers]);
    agent.end();
    await answers;
  } finally {
    call.signal.removeEventListener('abort', stop);
    agent.destroy();
  }
}

async function takeRequests(call: ServerCall, agent: Socket): Promise<void> {
  const requests = new AgentRequests();
  for await (const message of call.messages()) {
    for (const { bytes, refusal } of requests.push(BytesMessage.decode(message).data)) {
      if (refusal !== undefined) await call.send(BytesMessage.encode({ data: refusal }).finish());
      else agent.write(bytes);
    }
  }
}

async function sendAnswers(call: ServerCall, agent: Socket): Promise<void> {
  try {
    for await (const data of agent) await call.send(BytesMessage.encode({ data }).finish());
  } catch (cause) {
    if (call.signal.aborted) return;
    throw new RpcError(RPC.UNAVAILABLE, 'ssh agent broke off', { cause });
  }
}
