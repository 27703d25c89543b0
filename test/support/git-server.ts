import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerByGit, type GitLogin } from './git-http-backend';
import { type CommitSpec, type GitRepository, makeGitRepository } from './git-repository';
import { freePort, listenOnLoopback } from './loopback-server';

/** A git server on loopback, by HTTP and by the git protocol. */
export interface GitServer {
  /** Folder of the bare repositories; `hello.git` in it is `<url>/hello.git`. */
  readonly root: string;
  /** `http://127.0.0.1:PORT` */
  readonly httpUrl: string;
  /** `git://127.0.0.1:PORT` */
  readonly gitUrl: string;
  /** The HTTP requests so far, as `GET /hello.git/info/refs?service=git-upload-pack`. */
  readonly requests: readonly string[];
  /** Makes the bare repository `<name>.git`. */
  addRepository(name: string, specs: readonly CommitSpec[]): GitRepository;
  close(): Promise<void>;
}

/** Starts a git server for the repositories in `root`, a folder that is made if need be. */
export async function startGitServer(
  root: string,
  options: { readonly login?: GitLogin; readonly gitPort?: number } = {},
): Promise<GitServer> {
  mkdirSync(root, { recursive: true });
  const requests: string[] = [];
  const web = await listenOnLoopback((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answerByGit(root, request, response, options.login);
  });
  const port = options.gitPort ?? (await freePort());
  const daemon = await startGitDaemon(root, port).catch(async (error: unknown) => {
    await web.close();
    throw error;
  });
  return {
    root,
    httpUrl: web.url,
    gitUrl: `git://127.0.0.1:${port}`,
    requests,
    addRepository: (name, specs) => makeGitRepository(join(root, `${name}.git`), specs),
    close: async () => {
      await Promise.all([web.close(), stopChild(daemon)]);
    },
  };
}

async function startGitDaemon(root: string, port: number): Promise<ChildProcess> {
  // Not `git daemon`: the wrapper would be one more process between a signal and the daemon.
  const program = join(
    execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(),
    'git-daemon',
  );
  const child = spawn(
    program,
    [
      '--reuseaddr',
      '--export-all',
      '--informative-errors',
      '--listen=127.0.0.1',
      `--port=${port}`,
      `--base-path=${root}`,
      root,
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: '/nonexistent',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'safe.directory',
        GIT_CONFIG_VALUE_0: '*',
      },
    },
  );
  let messages = '';
  child.stderr.on('data', (chunk: Buffer) => {
    messages += chunk.toString('utf8');
  });
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`git daemon ended: ${messages}`);
    if (await accepts(port)) return child;
    await sleep(50);
  }
  child.kill();
  throw new Error(`git daemon does not listen on port ${port}: ${messages}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function stopChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => resolve());
    child.kill();
  });
}
