import { createServer as createHttpServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { infoMethod, startFakeDaemon } from '../support/fake-daemon';
import { helloFiles } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';
import { freePort } from '../support/loopback-server';
import { temporaryFolder } from '../support/temporary-folder';
import { WatchedProject, type WatchedRun } from '../support/watched-project';

jest.setTimeout(60_000);

const installed = new InstalledPackage();
const folder = temporaryFolder('bad-daemon');
const project = new WatchedProject(installed, helloFiles(), folder);
const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

const COMMANDS = [
  ['build', '--output', 'type=oci,dest=out.tar', '--metadata-file', 'out.json'],
  ['push'],
] as const;

/** Builds and pushes with a daemon that cannot be used. */
async function withDaemon(address: string): Promise<WatchedRun[]> {
  const runs: WatchedRun[] = [];
  for (const args of COMMANDS) {
    const run = await project.synth(args, { env: { BUILDKIT_HOST: address } });
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 1, stdout: '' });
    expect(run.changes.filter((change) => !change.includes('synth.out/'))).toEqual([]);
    expect(run.leftovers).toEqual([]);
    runs.push(run);
  }
  return runs;
}

/** The part of Docker Engine that comes before BuildKit: its ping, then gRPC by another daemon. */
async function fakeDocker(version: string, upgraded: boolean): Promise<string> {
  const path = join(folder, `docker-${version}.sock`);
  const grpc = await startFakeDaemon(infoMethod(''));
  closers.push(grpc.close);
  const server = createHttpServer((_request, response) => {
    response.writeHead(200, { Server: `Docker/${version} (linux)` }).end();
  });
  server.on('upgrade', (_request, socket) => {
    if (!upgraded) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    const { hostname, port } = new URL(grpc.address.replace('tcp:', 'http:'));
    const inner = connect(Number(port), hostname);
    socket.pipe(inner).pipe(socket);
    inner.on('error', () => socket.destroy());
    socket.on('error', () => inner.destroy());
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `unix://${path}`;
}

describe('build and push', () => {
  test('fail without a daemon at the socket, and say how to name one', async () => {
    const address = `unix://${folder}/nowhere.sock`;
    for (const { stderr } of await withDaemon(address)) {
      expect(stderr).toContain(
        `error E_DAEMON_UNREACHABLE  no BuildKit daemon at ${address}: the socket does not exist\n`,
      );
      expect(stderr).toMatch(/^ {2}fix {7}.*BUILDKIT_HOST/m);
    }
  });

  test('fail without a daemon at the port', async () => {
    const address = `tcp://127.0.0.1:${await freePort()}`;
    for (const { stderr } of await withDaemon(address)) {
      expect(stderr).toContain('error E_DAEMON_UNREACHABLE');
      expect(stderr).toContain(address);
    }
  });

  test('fail with a BuildKit that is too old, and say which is needed', async () => {
    const daemon = await startFakeDaemon(infoMethod('v0.16.0'));
    closers.push(daemon.close);
    for (const { stderr } of await withDaemon(daemon.address)) {
      expect(stderr).toContain(
        `error E_DAEMON_TOO_OLD  daemon at ${daemon.address} is too old: BuildKit v0.16.0\n`,
      );
      expect(stderr).toMatch(/^ {2}expected {2}BuildKit 0\.17 or newer/m);
    }
  });

  test('fail with a Docker Engine that is too old', async () => {
    const address = await fakeDocker('26.1.5+dfsg1', true);
    for (const { stderr } of await withDaemon(address)) {
      expect(stderr).toContain('error E_DAEMON_TOO_OLD');
      expect(stderr).toContain('Docker Engine 26.1.5+dfsg1');
      expect(stderr).toMatch(/^ {2}expected {2}.*Docker Engine 27\.4 or newer/m);
    }
  });

  test('fail with a Docker Engine that has no BuildKit', async () => {
    const address = await fakeDocker('17.3.0', false);
    for (const { stderr } of await withDaemon(address)) {
      expect(stderr).toContain('error E_DAEMON_PROTOCOL');
      expect(stderr).toContain('404');
    }
  });

  test('fail with an address that is none', async () => {
    for (const { stderr } of await withDaemon('npipe:////./pipe/docker_engine')) {
      expect(stderr).toContain('error E_DAEMON_ADDRESS');
      expect(stderr).toContain('unix:///path/to/socket');
    }
  });

  test('show no password of an address', async () => {
    for (const { stderr } of await withDaemon('tcp://me:pa55w0rd@127.0.0.1:1234')) {
      expect(stderr).toContain('error E_DAEMON_');
      expect(stderr).not.toContain('pa55w0rd');
    }
  });
});
