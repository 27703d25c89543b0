import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { freePort } from '../support/loopback-server';
import type { ServedDebian } from '../support/served-debian';
import { temporaryFolder } from '../support/temporary-folder';
import { mirrorOptions, serveTinyDebian, tinyFiles } from '../support/tiny-debian';
import { WatchedProject, type WatchedRun } from '../support/watched-project';

const WRONG = 'wr0ng-pa55w0rd';

jest.setTimeout(120_000);

describeWith(['engine', 'authRegistry'], 'a push', ({ engine, authRegistry }) => {
  const installed = new InstalledPackage();
  const folder = temporaryFolder('push-login');
  const { host, user, password } = authRegistry;
  let debian: ServedDebian;

  beforeAll(async () => {
    debian = await serveTinyDebian(join(folder, 'debian'));
  });
  afterAll(() => debian.server.close());

  /** Pushes the tiny image under a name, with a login of `docker login` or without any. */
  async function push(name: string, login?: string, options: string[] = []): Promise<WatchedRun> {
    const config = mkdtempSync(join(folder, 'docker-'));
    const auth = login && Buffer.from(login).toString('base64');
    const auths = auth === undefined ? {} : { [name.split('/')[0] ?? '']: { auth } };
    writeFileSync(join(config, 'config.json'), JSON.stringify({ auths }));
    const project = new WatchedProject(installed, tinyFiles(debian, { name }), folder);
    await project.synth(['lock', ...mirrorOptions(debian)]);
    const args = ['push', '--metadata-file', 'push.json', ...mirrorOptions(debian), ...options];
    return project.synth(args, {
      env: { BUILDKIT_HOST: engine.address, DOCKER_CONFIG: config },
    });
  }

  /** Nothing is reported, nothing written, and no password shown. */
  function expectFailure(run: WatchedRun): void {
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 1, stdout: '' });
    expect(run.changes.filter((change) => !change.includes('synth.out/'))).toEqual([]);
    expect(run.leftovers).toEqual([]);
    for (const secret of [WRONG, Buffer.from(`${user}:${WRONG}`).toString('base64')]) {
      expect(run.stderr).not.toContain(secret);
    }
    expect(run.stderr).toMatch(/^error E_\w+ {2}/m);
  }

  test('with the login of the registry arrives, and shows no password', async () => {
    const run = await push(`${host}/login/right`, `${user}:${password}`, ['--progress', 'rawjson']);
    expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({
      code: 0,
      stderr: '',
    });
    expect(run.stdout).toContain('sha256:');
    expect(run.stdout + run.stderr).not.toContain(password);
    const headers = {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      accept: 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json',
    };
    const answer = await fetch(`http://${host}/v2/login/right/manifests/latest`, { headers });
    expect(answer.status).toBe(200);
  });

  test.each([
    ['without a login', undefined],
    ['with a wrong password', `${user}:${WRONG}`],
  ])('%s fails, and names the registry', async (_what, login) => {
    for (const options of [[], ['--debug']]) {
      const run = await push(`${host}/login/wrong`, login, options);
      expectFailure(run);
      expect(run.stderr).toContain(host);
      expect(run.stderr).toMatch(/401|[Uu]nauthorized|no basic auth credentials|authorization/);
    }
  });

  test('to a registry that is down fails, and names it', async () => {
    const down = `127.0.0.1:${await freePort()}`;
    const run = await push(`${down}/x`);
    expectFailure(run);
    expect(run.stderr).toContain(down);
    expect(run.stderr).toContain('connection refused');
  });
});
