import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../environment';
import { BuildError } from '../errors';

/** A repository that git reads. */
export interface GitPlace {
  /** URL as the user wrote it, without credentials. */
  readonly url: string;
  /** Lines of `known_hosts`, for ssh. @default - those of the user */
  readonly knownHosts?: readonly string[] | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;
type Given = Pick<Environment, 'secrets' | 'ssh'>;

/** Agent that the daemon takes for ssh, and git with it. */
const AGENT = 'default';

/**
 * Runs git with what the build gives to the daemon for the same repository: a token or header of
 * its host, an agent, the keys of the host. All of it is in variables, which no other user can read.
 *
 * @param use is given the variables for git
 * @throws BuildError `E_SECRET_MISSING`, `E_SSH_MISSING` for what is named and cannot be had
 */
export async function withGitAccess<T>(
  { knownHosts, url }: GitPlace,
  given: Given,
  env: Variables,
  use: (env: Variables) => Promise<T>,
): Promise<T> {
  const variables = { ...env, ...headerVariables(url, given, env), ...agentVariables(url, given) };
  if (knownHosts === undefined) return use(variables);
  const folder = mkdtempSync(join(tmpdir(), 'synth-git-'));
  try {
    const file = join(folder, 'known_hosts');
    writeFileSync(file, knownHosts.map((line) => `${line}\n`).join(''));
    return await use({ ...variables, GIT_SSH_COMMAND: sshCommand(file, env) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The user's own settings hold, such as which key is for which host. */
function sshCommand(file: string, { GIT_SSH_COMMAND: program = 'ssh' }: Variables): string {
  const hosts = `-o UserKnownHostsFile='${file}' -o GlobalKnownHostsFile=/dev/null`;
  return `${program} ${hosts} -o StrictHostKeyChecking=yes -o BatchMode=yes`;
}

/** As a setting of git, for this URL alone: an argument could be read by other users. */
function headerVariables(url: string, given: Given, env: Variables): Variables {
  const header = authorization(url, given);
  if (header === undefined) return {};
  const count = Number(env.GIT_CONFIG_COUNT ?? 0);
  return {
    GIT_CONFIG_COUNT: String(count + 1),
    [`GIT_CONFIG_KEY_${count}`]: `http.${url}.extraHeader`,
    [`GIT_CONFIG_VALUE_${count}`]: `Authorization: ${header}`,
  };
}

/**
 * What the daemon would send, from secrets of the names and in the order that it asks for.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/source/git/source.go `getAuthToken`
 */
function authorization(url: string, { secrets = [] }: Given): string | undefined {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  const { host } = new URL(url);
  for (const suffix of [`.${host}`, '']) {
    for (const name of ['GIT_AUTH_HEADER', 'GIT_AUTH_TOKEN']) {
      const source = secrets.find(({ id }) => id === name + suffix);
      if (source === undefined) continue;
      const got = source.problem();
      if (got !== undefined)
        throw missing('E_SECRET_MISSING', `secret "${source.id}"`, source, got);
      const content = Buffer.from(source.read());
      return name === 'GIT_AUTH_HEADER' ? content.toString().trimEnd() : basic(content);
    }
  }
  return undefined;
}

function basic(token: Buffer): string {
  const login = Buffer.concat([Buffer.from('x-access-token:'), token]);
  return `basic ${login.toString('base64')}`;
}

function agentVariables(url: string, { ssh = [] }: Given): Variables {
  const agent = ssh.find(({ id }) => id === AGENT);
  if (agent === undefined || !/^ssh:/i.test(url)) return {};
  const problem = agent.problem();
  if (problem === undefined) return { SSH_AUTH_SOCK: agent.socket };
  throw missing('E_SSH_MISSING', `ssh agent "${AGENT}"`, agent, problem.got);
}

function missing(
  code: 'E_SECRET_MISSING' | 'E_SSH_MISSING',
  what: string,
  { by, place }: { readonly by: string; readonly place: string },
  got: string,
): BuildError {
  return new BuildError(code, `the ${what} for git cannot be had`, {
    got: `${place} of ${by}: ${got}`,
  });
}
