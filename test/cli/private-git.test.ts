import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { folderHolds } from '../support/folder-holds';
import { GIT_APP } from '../support/git-secrets-app';
import { type GitServer, startGitServer } from '../support/git-server';
import { InstalledPackage } from '../support/installed-package';
import { temporaryFolder } from '../support/temporary-folder';

const installed = new InstalledPackage();

jest.setTimeout(60_000);

const TOKEN = 'ghx_secret-of-the-repository';

describeWith(['engine'], 'a git repository that wants a token', ({ engine }) => {
  const root = temporaryFolder('git');
  let server: GitServer;
  let versions = 0;

  beforeAll(async () => {
    const login = { user: 'x-access-token', password: TOKEN };
    server = await startGitServer(root, { login });
  });
  afterAll(() => server.close());

  /** A project of a repository that no daemon has seen. */
  function project(files: Readonly<Record<string, string>> = {}) {
    versions += 1;
    const name = `private-${versions}-${Date.now()}`;
    server.addRepository(name, [{ message: name, files: { text: name }, tags: ['v1'] }]);
    const folder = installed.project({ 'app.js': GIT_APP, ...files });
    const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      installed.synth(folder, args, {
        env: {
          BUILDKIT_HOST: engine.address,
          XDG_CACHE_HOME: join(folder, '.cache'),
          TEST_URL: `${server.httpUrl}/${name}.git`,
          TEST_TAG: 'v1',
          ...env,
        },
      });
    const built = () => readFileSync(join(folder, 'out/text'), 'utf8');
    return { folder, name, run, built };
  }

  const host = () => new URL(server.httpUrl).host;
  const header = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');

  test.each([
    ['GIT_AUTH_TOKEN', () => 'GIT_AUTH_TOKEN', TOKEN],
    ['the token of the host', () => `GIT_AUTH_TOKEN.${host()}`, TOKEN],
    ['GIT_AUTH_HEADER', () => 'GIT_AUTH_HEADER', `basic ${header}`],
    ['the header of the host', () => `GIT_AUTH_HEADER.${host()}`, `basic ${header}`],
  ])('is locked and built with %s, which stands nowhere', async (_, id, value) => {
    const { built, folder, name, run } = project();
    const secret = `--secret=id=${id()},env=MY_TOKEN`;
    const env = { MY_TOKEN: value };

    const locked = await run(['lock', secret], env);
    const result = await run(['build', '--output=out', '--progress=rawjson', secret], env);

    expect(locked).toMatchObject({ code: 0 });
    expect(result).toMatchObject({ code: 0 });
    expect(built()).toBe(name);
    for (const text of [TOKEN, header]) {
      expect(JSON.stringify([locked, result])).not.toContain(text);
      expect(folderHolds(folder, text)).toEqual([]);
    }
  });

  test('is locked and built with the secrets of the environment; that of the host goes first', async () => {
    const secret = ['id=GIT_AUTH_TOKEN,env=OTHER', `id=GIT_AUTH_TOKEN.${host()},env=MY_TOKEN`];
    const { built, name, run } = project({
      'synth.environment.json': JSON.stringify({ secret }),
    });
    const env = { MY_TOKEN: TOKEN, OTHER: 'of another host' };

    expect(await run(['lock'], env)).toMatchObject({ code: 0 });
    expect(await run(['build', '--output=out'], env)).toMatchObject({ code: 0 });
    expect(built()).toBe(name);

    const unset = project({ 'synth.environment.json': JSON.stringify({ secret }) });
    const { code, stderr } = await unset.run(['lock']);
    expect(code).toBe(1);
    expect(stderr).toContain('E_SECRET_MISSING');
    expect(stderr).toContain('variable MY_TOKEN of synth.environment.json: secret: it is not set');
  });

  test('tells how a token is given, where none or a wrong one is', async () => {
    const { run } = project();
    const env = { MY_TOKEN: TOKEN, WRONG: 'wrong-secret-token' };
    const wrong = '--secret=id=GIT_AUTH_TOKEN,env=WRONG';

    const refused = await run(['lock', wrong], env);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('E_GIT_UNREACHABLE');
    expect(await run(['lock', '--secret=id=GIT_AUTH_TOKEN,env=MY_TOKEN'], env)).toMatchObject({
      code: 0,
    });

    for (const args of [[], [wrong]]) {
      const { code, stderr } = await run(['build', '--output=out', ...args], env);
      expect(code).toBe(1);
      expect(stderr).toContain('E_SOLVE');
      expect(stderr).toContain(`--secret id=GIT_AUTH_TOKEN.${host()},env=<variable>`);
      expect(stderr).not.toContain('wrong-secret-token');
    }
  });
});
