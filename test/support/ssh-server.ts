import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './loopback-server';
import { makeSshKey } from './ssh-agent';

/** OpenSSH's server on loopback, for the user who runs the tests. */
export interface SshServer {
  /** `ssh://user@127.0.0.1:PORT` */
  readonly url: string;
  /** The line of `known_hosts` for it. */
  readonly knownHost: string;
  stop(): void;
}

/**
 * Starts it in a folder.
 *
 * @param program absolute path of `sshd`
 * @param publicKey the one that may log in
 */
export async function startSshServer(
  program: string,
  folder: string,
  publicKey: string,
): Promise<SshServer> {
  const port = await freePort();
  const { uid, username } = userInfo();
  const hostKey = makeSshKey(folder, 'host-key');
  const config = join(folder, 'sshd_config');
  writeFileSync(join(folder, 'authorized_keys'), `${publicKey}\n`);
  writeFileSync(
    config,
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'PasswordAuthentication no',
      'PermitRootLogin yes',
      '',
    ].join('\n'),
  );
  const run = [program, '-D', '-e', '-f', config];
  const [command = '', ...args] = uid === 0 ? inOwnPlaces(folder, run) : run;
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  for (let left = 200; !(await answers(port)); left -= 1) {
    if (left === 0 || child.exitCode !== null) throw new Error(`sshd does not listen: ${said}`);
    await sleep(50);
  }
  const [type, key] = readFileSync(`${hostKey}.pub`, 'utf8').split(' ');
  return {
    url: `ssh://${username}@127.0.0.1:${port}`,
    knownHost: `[127.0.0.1]:${port} ${type} ${key}`,
    stop: () => void child.kill(),
  };
}

/** Started by root it wants a user and a folder of its own, which the machine need not have. */
function inOwnPlaces(folder: string, run: readonly string[]): string[] {
  const passwd = join(folder, 'passwd');
  const others = readFileSync('/etc/passwd', 'utf8').replace(/^sshd:.*\n/m, '');
  writeFileSync(passwd, `${others}sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n`);
  const script = `
    mount --bind '${passwd}' /etc/passwd
    mount -t tmpfs tmpfs /run
    mkdir /run/sshd
    exec "$@"`;
  return ['unshare', '--mount', 'sh', '-ec', script, 'sh', ...run];
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    const end = (isThere: boolean) => {
      socket.destroy();
      done(isThere);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
