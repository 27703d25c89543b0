import type { Readable, Writable } from 'node:stream';
import { encodeMeta } from '../../../llb/wire/encode-exec';
import { SECURITY_MODES, type SecretEnvMessage } from '../../../llb/wire/exec';
import { ExecMessage, type IExecMessage } from '../../../pb/generated/client';
import { RPC, RpcError } from '../../rpc/rpc-error';
import type { RpcCall } from '../../rpc/transport';
import { InputPump } from './input-pump';

/** Size of a terminal, in characters. */
export interface TerminalSize {
  /** Characters of a line. */
  readonly columns: number;
  /** Lines. */
  readonly rows: number;
}

/** What a process of a container is started with, `pb.Meta`. */
export interface ProcessOptions {
  /** The program and its arguments; the program by path, or found by the PATH of `env`. */
  readonly args: readonly string[];
  /** Variables, as `KEY=value`. @default - PATH alone, and TERM for a terminal */
  readonly env?: readonly string[] | undefined;
  /** Absolute folder that it runs in. @default '/' */
  readonly cwd?: string | undefined;
  /** User, by name or number, with a group behind a colon where wanted. @default - root */
  readonly user?: string | undefined;
  /** Variables whose values are secrets of the build. @default - none */
  readonly secretEnv?: readonly SecretEnvMessage[] | undefined;
  /** True to run it with all privileges; daemon and build must allow it. @default false */
  readonly insecure?: boolean | undefined;
  /** Gives the process a terminal of this size. Its stdout carries stderr, too. @default - none */
  readonly terminal?: TerminalSize | undefined;
  /** Read until the process ends, and left open. @default - its stdin is at its end */
  readonly stdin?: Readable | undefined;
  /** Written to, and left open. @default - what it writes is lost */
  readonly stdout?: Writable | undefined;
  /** Written to, and left open. @default - what it writes is lost */
  readonly stderr?: Writable | undefined;
  /** Aborting ends the process at once. @default - it runs to its end */
  readonly signal?: AbortSignal | undefined;
}

/** @internal */
export interface StartOptions extends ProcessOptions {
  readonly containerId: string;
  /** The error for what a call failed with. */
  readonly fail: (error: unknown) => unknown;
}

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
/**
 * How long the end of its output may take after a process. Older daemons may forget to tell of it
 * where there was none at all.
 */
const OUTPUT_AFTER_EXIT_MS = 5_000;
/** The code that stands for "none". @see BuildKit frontend/gateway/pb `UnknownExitStatus` */
const UNKNOWN_EXIT_CODE = 255;

type Messages = AsyncIterator<Buffer, void>;
type Message = IteratorResult<Buffer, void>;

/** A process that runs in a container. */
export class ContainerProcess {
  /**
   * The exit code, once all output is written.
   *
   * Rejected with BuildError `E_CONTAINER` where the process could not be run, `E_DAEMON_LOST`; with
   * the reason of an abort.
   */
  readonly exit: Promise<number>;
  readonly #call: RpcCall;
  readonly #options: StartOptions;

  private constructor(call: RpcCall, messages: Messages, first: Message, options: StartOptions) {
    this.#call = call;
    this.#options = options;
    this.exit = this.#run(messages, first);
    this.exit.catch(() => {}); // who waits for it is told
  }

  /** @internal */
  static async start(open: () => RpcCall, options: StartOptions): Promise<ContainerProcess> {
    options.signal?.throwIfAborted();
    const call = open();
    const messages = call.messages();
    send(call, { Init: initMessage(options) });
    try {
      // That it has started, mostly: older daemons may tell its end first.
      const first = await messages.next();
      return new ContainerProcess(call, messages, first, options);
    } catch (error) {
      call.cancel();
      throw options.fail(error);
    }
  }

  /** Tells the process of the new size of its terminal. */
  resize(size: TerminalSize): void {
    send(this.#call, { Resize: { Rows: size.rows, Cols: size.columns } });
  }

  /** Sends a signal by its name: `INT`, `TERM`. */
  kill(signal: string): void {
    send(this.#call, { Signal: { Name: signal.replace(/^SIG/, '') } });
  }

  async #run(messages: Messages, first: Message): Promise<number> {
    const { fail, signal, stdin, terminal } = this.#options;
    const call = this.#call;
    const onAbort = () => call.cancel();
    signal?.addEventListener('abort', onAbort, { once: true });
    const toProcess = (Data: Uint8Array, EOF: boolean) =>
      send(call, { File: { Fd: STDIN, Data, EOF } });
    const input = stdin && new InputPump(stdin, toProcess);
    try {
      if (terminal !== undefined) this.resize(terminal);
      return await this.#readMessages(messages, first, () => input?.stop());
    } catch (error) {
      signal?.throwIfAborted();
      throw fail(error);
    } finally {
      input?.stop();
      signal?.removeEventListener('abort', onAbort);
      call.cancel();
    }
  }

  async #readMessages(messages: Messages, first: Message, onExit: () => void): Promise<number> {
    let code: number | undefined;
    let isFirst = true;
    let end: NodeJS.Timeout | undefined;
    try {
      for (let { done, value } = first; ; { done, value } = await messages.next()) {
        if (done || value === undefined) throw unexpected('the call ended before the process');
        const { Done, Exit, File } = ExecMessage.decode(value);
        end?.refresh();
        if (File?.Data?.length) {
          if (isFirst && isRefusal(File.Data)) throw unexpected(Buffer.from(File.Data).toString());
          isFirst = false;
          await this.#write(File.Fd ?? STDOUT, File.Data);
        }
        if (Exit) {
          code = exitCode(Exit);
          onExit(); // its stdin must be at its end before the daemon is done
          end = setTimeout(() => this.#call.cancel(), OUTPUT_AFTER_EXIT_MS);
        }
        if (Done) return code ?? UNKNOWN_EXIT_CODE;
      }
    } catch (error) {
      // Input that was on its way when the process ended is an error to the daemon.
      if (code !== undefined && error instanceof RpcError && !error.isTransport) return code;
      throw error;
    } finally {
      clearTimeout(end);
    }
  }

  /** Waits for who reads more slowly than the process writes. */
  async #write(fd: number, data: Uint8Array): Promise<void> {
    const stream = fd === STDERR ? this.#options.stderr : this.#options.stdout;
    if (stream === undefined || stream.destroyed || stream.write(data)) return;
    await new Promise<void>((resolve) => {
      const settle = () => {
        stream.off('drain', settle).off('close', settle);
        resolve();
      };
      stream.once('drain', settle).once('close', settle);
    });
  }
}

/** Of a program that cannot be run daemons say that it has exited with 1, and this is its output. */
const isRefusal = (output: Uint8Array): boolean =>
  /^(?:runc|OCI runtime) \w+ failed: (?:[\w ]+: )?unable to start container process: /.test(
    Buffer.from(output).toString('latin1'),
  );

function exitCode({ Code, Error: error }: NonNullable<IExecMessage['Exit']>): number {
  const { message } = error ?? {};
  if (Code === UNKNOWN_EXIT_CODE && message && !message.endsWith(`exit code: ${Code}`)) {
    throw new RpcError(error?.code ?? RPC.UNKNOWN, message);
  }
  return Code ?? 0;
}

function initMessage(options: StartOptions): NonNullable<IExecMessage['Init']> {
  const { args, containerId, cwd = '/', env = [], insecure, stdin, terminal, user = '' } = options;
  return {
    ContainerID: containerId,
    Meta: encodeMeta({
      args,
      env,
      cwd,
      user,
      extraHosts: [],
      hostname: '',
      ulimits: [],
      cgroupParent: '',
      removeMountStubsRecursive: true,
      validExitCodes: [],
    }),
    Fds: [...(stdin ? [STDIN] : []), STDOUT, ...(terminal ? [] : [STDERR])],
    Tty: terminal !== undefined,
    Security: insecure ? SECURITY_MODES.insecure : SECURITY_MODES.sandbox,
    secretenv: (options.secretEnv ?? []).map(({ id, name, optional }) => ({
      ID: id,
      name,
      optional,
    })),
  };
}

/** A call has one process: more of them would have to wait for each other's input. */
function send(call: RpcCall, message: Omit<IExecMessage, 'ProcessID'>): Promise<void> {
  const bytes = ExecMessage.encode({ ProcessID: '1', ...message }).finish();
  // What cannot be sent is told by the end of the call.
  return Promise.resolve(call.send(bytes)).catch(() => {});
}

const unexpected = (what: string) => new RpcError(RPC.INTERNAL, what);
