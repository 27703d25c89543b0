import { type ChildProcess, spawn } from 'node:child_process';

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** How git is run. */
export interface RunGitOptions {
  /** Aborting ends it. @default - it ends by itself */
  readonly signal?: AbortSignal | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds without progress after which it is ended. */
  readonly patienceMs: number;
  /** What the files that it makes are masked by: `022`. @default - as those of this process */
  readonly umask?: string;
}

/** How a run of git ended: its output, or what it said when it failed. */
export type GitEnd =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly said: string; readonly startError?: NodeJS.ErrnoException };

/**
 * Runs git, which never asks a question, and says what goes wrong in English.
 *
 * Of a transfer by http git itself sees that it stands still; of ssh and git nobody does, so they
 * have twice the time in all. The programs that git starts keep its output open when it is killed, so
 * it is in a group of its own, and all of it is ended.
 *
 * @throws the reason of the abort
 */
export async function runGit(args: readonly string[], options: RunGitOptions): Promise<GitEnd> {
  const { signal, env, patienceMs, umask } = options;
  signal?.throwIfAborted();
  const seconds = Math.ceil(patienceMs / 1000);
  // Node has no umask for a child, and that of this process is everybody's in it.
  const [program, ...before] =
    umask === undefined ? ['git'] : ['sh', '-c', `umask ${umask} && exec git "$@"`, 'git'];
  const child = spawn(program ?? 'git', [...before, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      GIT_HTTP_LOW_SPEED_LIMIT: '1',
      GIT_HTTP_LOW_SPEED_TIME: String(seconds),
      ...env,
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: 'true',
      SSH_ASKPASS: 'true',
      SSH_ASKPASS_REQUIRE: 'force',
      LC_ALL: 'C',
    },
  });
  let killed: string | undefined;
  const kill = (why: string) => {
    killed ??= why;
    killGroup(child);
  };
  const onAbort = () => kill('aborted');
  const timer = setTimeout(() => kill(`no answer within ${seconds * 2} s`), patienceMs * 2);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const { code, output, stderr, startError } = await collect(child, kill);
    signal?.throwIfAborted();
    if (startError !== undefined) return { ok: false, said: startError.message, startError };
    if (killed !== undefined) return { ok: false, said: killed };
    return code === 0 ? { ok: true, output } : { ok: false, said: stderr };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

interface Collected {
  readonly code: number | null;
  readonly output: string;
  readonly stderr: string;
  readonly startError?: NodeJS.ErrnoException;
}

function collect(child: ChildProcess, kill: (why: string) => void): Promise<Collected> {
  return new Promise((done) => {
    const [output, stderr]: [Buffer[], Buffer[]] = [[], []];
    let size = 0;
    const into = (chunks: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT_BYTES) return kill(`more than ${MAX_OUTPUT_BYTES} bytes of output`);
      chunks.push(chunk);
    };
    child.stdout?.on('data', into(output));
    child.stderr?.on('data', into(stderr));
    const end = (code: number | null, startError?: NodeJS.ErrnoException) =>
      done({
        code,
        output: Buffer.concat(output).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
        ...(startError === undefined ? {} : { startError }),
      });
    child.once('error', (error) => end(null, error));
    child.once('close', (code) => end(code));
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
