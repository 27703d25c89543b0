import { BuildError } from '../errors';
import type { Credentials } from './credentials';

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 1024 * 1024;

/**
 * Asks the program `docker-credential-<helper>` for the credentials of a registry.
 *
 * @returns undefined when it has none
 * @throws BuildError `E_CREDENTIALS` when it is not there or fails; what it printed is not repeated
 * @see https://github.com/docker/docker-credential-helpers, "Development"
 */
export async function askCredentialHelper(
  helper: string,
  serverUrl: string,
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Credentials | undefined> {
  const program = `docker-credential-${helper}`;
  if (!/^[\w.-]+$/.test(helper)) throw unusable(program, 'its name is not that of a program');
  const { code, output } = await run(program, serverUrl, options);
  if (code !== 0) {
    if (/credentials not found/i.test(output)) return undefined;
    throw unusable(program, `it ended with exit code ${code}`);
  }
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    throw unusable(program, 'its answer is not JSON');
  }
  const fields = (answer ?? {}) as { Username?: unknown; Secret?: unknown };
  const { Username: username, Secret: secret } = fields;
  if (typeof username !== 'string' || typeof secret !== 'string') {
    throw unusable(program, 'its answer lacks "Username" or "Secret"');
  }
  if (secret === '') return undefined;
  if (username === '<token>') return { username: '', password: '', identityToken: secret };
  return { username, password: secret };
}

async function run(
  program: string,
  input: string,
  { env, signal }: Parameters<typeof askCredentialHelper>[2],
): Promise<{ code: number | null; output: string }> {
  const { spawn } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    // Not the option "timeout", whose timer goes on when the program cannot be started.
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const child = spawn(program, ['get'], {
      env,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      if (output.length < MAX_OUTPUT_BYTES) output += chunk;
    });
    child.stdin.on('error', () => {}); // a helper that ends without reading tells by its exit code
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (signal?.aborted) reject(signal.reason);
      else if (timeout.aborted) reject(unusable(program, `no answer in ${TIMEOUT_MS / 1000} s`));
      else reject(unusable(program, error.code === 'ENOENT' ? 'it is not on PATH' : error.message));
    });
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.end(input);
  });
}

const unusable = (program: string, reason: string) =>
  new BuildError('E_CREDENTIALS', `credential helper ${program} cannot be used: ${reason}`, {
    fix: 'mend the helper, or remove it from config.json and run "docker login" again',
  });
