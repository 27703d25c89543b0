import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { resolveGit } from '../../lib/inputs/git/resolver';
import { processesWith, waitUntil } from '../support/processes';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('run-git');
const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket);
  socket.on('error', () => {});
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  port = address.port;
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(resolve));
});

/** An ssh that connects and hears nothing, as the real one does before its deadline. */
function silentSsh(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\ntouch ${path}.started\nsleep 1000 & wait\n`);
  chmodSync(path, 0o755);
  return path;
}

const ask = (url: string, env: Readonly<Record<string, string>> = {}, signal?: AbortSignal) =>
  resolveGit(
    { url, ref: 'refs/tags/v1' },
    { env: { ...process.env, ...env }, patienceMs: 500, signal },
  ).then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => error,
  );

test.each(['http', 'git'])(
  'a server that accepts and says nothing fails, by %s',
  async (scheme) => {
    const error = await ask(`${scheme}://127.0.0.1:${port}/x.git`);

    expect(error).toMatchObject({ code: 'E_GIT_UNREACHABLE' });
    expect(error.details.got).toMatch(/no answer within 2 s|Operation too slow/);
  },
);

test('an ssh that hears nothing fails, and no process of it is left', async () => {
  const ssh = silentSsh('lost-ssh');
  const error = await ask('ssh://host.invalid/x.git', { GIT_SSH: ssh });

  expect(error).toMatchObject({ code: 'E_GIT_UNREACHABLE' });
  expect(existsSync(`${ssh}.started`)).toBe(true);
  await waitUntil('git and ssh have ended', () => processesWith(ssh).length === 0);
});

test('an abort ends git and what it has started', async () => {
  const ssh = silentSsh('aborted-ssh');
  const controller = new AbortController();
  const failed = ask('ssh://host.invalid/x.git', { GIT_SSH: ssh }, controller.signal);
  while (!existsSync(`${ssh}.started`)) await new Promise((resolve) => setTimeout(resolve, 10));
  controller.abort(new Error('enough'));

  expect(await failed).toMatchObject({ message: 'enough' });
  await waitUntil('git and ssh have ended', () => processesWith(ssh).length === 0);
});
