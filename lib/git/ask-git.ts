import type { Environment } from '../environment';
import { patienceMs as defaultPatienceMs } from '../environment/patience';
import { BuildError } from '../errors';
import { runGit } from './run-git';

/** Options of what asks git. */
export interface GitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Variables of the process. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Secrets and agents that git may use. @default - what the user's own git has */
  readonly given?: Pick<Environment, 'secrets' | 'ssh'>;
  /** Milliseconds that a server may be silent. @default - `SYNTH_PATIENCE` of `env`, or 30000 */
  readonly patienceMs?: number;
}

/**
 * Runs git for a repository.
 *
 * @returns what it printed
 * @throws BuildError `E_GIT_PROGRAM`, `E_GIT_UNREACHABLE`
 */
export async function askGit(
  url: string,
  args: readonly string[],
  { signal, env = process.env, patienceMs = defaultPatienceMs(env) }: GitOptions,
): Promise<string> {
  const end = await runGit(args, { signal, env, patienceMs });
  if (end.ok) return end.output;
  const { said, startError } = end;
  if (startError?.code === 'ENOENT' || startError?.code === 'EACCES') {
    throw gitProgramError(startError.code);
  }
  throw new BuildError('E_GIT_UNREACHABLE', `git repository ${redactUrl(url)} cannot be read`, {
    got: redactText(lastLine(said), url),
    expected: 'a repository that exists, and that git may read without a password prompt',
    fix: `check that "git ls-remote ${redactUrl(url)}" works`,
  });
}

/** Where there is no git. */
export function gitProgramError(got: string): BuildError {
  return new BuildError('E_GIT_PROGRAM', 'git is not installed', {
    got: `${got} on running "git"`,
    fix: 'install git: repositories are read with it',
  });
}

/** The URL without user and password. */
export function redactUrl(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@\s]*@/i, '$1');
}

/** A message of git, without the credentials of any URL in it. */
function redactText(text: string, url: string): string {
  return text.replaceAll(url, redactUrl(url)).replace(/([a-z][a-z0-9+.-]*:\/\/)[^/@\s']*@/gi, '$1');
}

/** What matters of git's messages: why ssh was refused, the `fatal:` line, else the last one. */
function lastLine(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const ofSsh = lines.find((line) =>
    /Host key verification failed|Permission denied \(/.test(line),
  );
  if (ofSsh !== undefined) return ofSsh.trim();
  return (lines.find((line) => line.startsWith('fatal:')) ?? lines.at(-1) ?? 'no message').trim();
}
