import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from './processes';

/** A running agent of OpenSSH with one key. */
export interface SshAgent {
  readonly socket: string;
  /** File of the private key; `<file>.pub` is the public one. */
  readonly keyFile: string;
  /** `ssh-ed25519 AAAA… comment` */
  readonly publicKey: string;
  /** What `ssh-add -L` says of its keys now. */
  keys(): string;
  stop(): void;
}

/** Makes a key without passphrase; gives its file. */
export function makeSshKey(folder: string, name: string): string {
  const file = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
  return file;
}

/** Starts an agent whose socket and key are in `folder`. */
export async function startSshAgent(folder: string, name = 'agent'): Promise<SshAgent> {
  const socket = join(folder, `${name}.sock`);
  const keyFile = makeSshKey(folder, `${name}-key`);
  const child: ChildProcess = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  await waitUntil('ssh-agent listens', () => existsSync(socket));
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  execFileSync('ssh-add', ['-q', keyFile], { env });
  return {
    socket,
    keyFile,
    publicKey: readFileSync(`${keyFile}.pub`, 'utf8').trim(),
    keys: () => execFileSync('ssh-add', ['-L'], { env, encoding: 'utf8' }).trim(),
    stop: () => void child.kill(),
  };
}
