import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemErrorCode } from '../errors';
import type { SpecPlace } from './spec-place';

const EXPECTED = 'default, <id>, or <id>=<socket of an agent>';

/** An ssh agent of this machine that builds may use. */
export interface SshSource {
  readonly id: string;
  /** What named it: `option "--ssh"`. */
  readonly by: string;
  /** Where it is: `SSH_AUTH_SOCK`, `"/run/agent.sock"`. */
  readonly place: string;
  /** Absolute path of its socket; empty where `SSH_AUTH_SOCK` is not set. */
  readonly socket: string;
  /** Why it cannot be used, and what mends it. @default - it can */
  problem(): { readonly got: string; readonly fix: string } | undefined;
}

/**
 * Reads what buildx has as `--ssh`: `default`, `id`, `id=socket`; without a socket it is that of
 * `SSH_AUTH_SOCK`. Files of keys are told, not read: an agent is what holds keys.
 *
 * @throws the error of the place
 */
export function parseSshSource(text: string, at: SpecPlace): SshSource {
  const equals = text.indexOf('=');
  const id = equals < 0 ? text : text.slice(0, equals);
  const paths = equals < 0 ? '' : text.slice(equals + 1);
  if (!/^[A-Za-z0-9._-]+$/.test(id)) {
    throw at.fail(`${at.by} has no id`, { got: 'a value that is not shown', expected: EXPECTED });
  }
  const path = paths || at.env.SSH_AUTH_SOCK || '';
  const socket = path === '' ? '' : resolve(at.folder, path);
  return {
    id,
    by: at.by,
    socket,
    place: paths === '' ? 'SSH_AUTH_SOCK' : `"${socket}"`,
    problem: () => (paths.includes(',') ? KEY_FILES : socketProblem(socket)),
  };
}

const KEY_FILES = {
  got: 'files of keys',
  fix: 'give the keys to an agent: eval "$(ssh-agent)"; ssh-add <key>; then --ssh default',
};

function socketProblem(socket: string): ReturnType<SshSource['problem']> {
  if (socket === '') {
    return { got: 'SSH_AUTH_SOCK is not set', fix: 'start an agent: eval "$(ssh-agent)"; ssh-add' };
  }
  try {
    if (statSync(socket).isSocket()) return undefined;
    return { ...KEY_FILES, got: 'a file that is no socket, such as a key' };
  } catch (error) {
    const code = systemErrorCode(error);
    return {
      got: code === 'ENOENT' ? 'no such file' : (code ?? 'it cannot be read'),
      fix: 'check the path, and that the agent runs',
    };
  }
}
