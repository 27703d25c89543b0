import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { makeGitRepository } from '../support/git-repository';
import { GIT_APP } from '../support/git-secrets-app';
import { InstalledPackage } from '../support/installed-package';
import { makeSshKey, type SshAgent, startSshAgent } from '../support/ssh-agent';
import { type SshServer, startSshServer } from '../support/ssh-server';
import { temporaryFolder } from '../support/temporary-folder';

const installed = new InstalledPackage();

jest.setTimeout(60_000);

describeWith(['engine', 'ssh', 'sshd'], 'a git repository by ssh', ({ engine, sshd }) => {
  const root = temporaryFolder('git-ssh');
  const name = `by-ssh-${Date.now()}`;
  const repository = join(root, `${name}.git`);
  const folder = installed.project({ 'app.js': GIT_APP });
  let agent: SshAgent;
  let server: SshServer;

  beforeAll(async () => {
    agent = await startSshAgent(root);
    server = await startSshServer(sshd.program, root, agent.publicKey);
    makeGitRepository(repository, [{ message: name, files: { text: name }, tags: ['v1'] }]);
  });
  afterAll(() => {
    agent.stop();
    server.stop();
  });

  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    installed.synth(folder, args, {
      env: {
        BUILDKIT_HOST: engine.address,
        XDG_CACHE_HOME: join(folder, '.cache'),
        HOME: root,
        TEST_URL: `${server.url}${repository}`,
        TEST_TAG: 'v1',
        TEST_HOSTS: server.knownHost,
        ...env,
      },
    });
  const withAgent = () => `--ssh=default=${agent.socket}`;

  test('is locked and built with the agent and the keys of its host', async () => {
    expect(await run(['lock', withAgent()])).toMatchObject({ code: 0 });
    expect(await run(['build', '--output=out', withAgent()])).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'out/text'), 'utf8')).toBe(name);
  });

  test('is not asked without the agent: that is told before the solve', async () => {
    const { code, stderr } = await run(['build', '--output=out'], { SSH_AUTH_SOCK: agent.socket });
    expect(code).toBe(1);
    expect(stderr).toContain('E_SSH_MISSING');
    expect(stderr).toMatch(/source \(PinnedGitSource\) +app\.js:18:25/);
  });

  test('is not believed with another key of its host', async () => {
    const other = readFileSync(`${makeSshKey(root, 'other-host')}.pub`, 'utf8').split(' ');
    const [host] = server.knownHost.split(' ');
    const env = { TEST_HOSTS: `${host} ${other[0]} ${other[1]}` };

    // One that the daemon has not fetched: it asks nobody for a commit that it knows.
    const unfetched = join(root, `${name}-other.git`);
    makeGitRepository(unfetched, [{ message: 'other', files: { text: 'other' }, tags: ['v1'] }]);
    const url = { TEST_URL: `${server.url}${unfetched}` };

    const refused = await run(['lock', withAgent()], { ...url, ...env });
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('Host key verification failed');
    expect(await run(['lock', withAgent()], url)).toMatchObject({ code: 0 });
    const built = await run(['build', '--output=out', withAgent()], { ...url, ...env });
    expect(built).toMatchObject({ code: 1 });
    expect(built.stderr).toContain('correct "knownHosts" of the source');
  });

  test('is refused without the keys of its host, with the line and the way out', async () => {
    const unknown = installed.project({ 'app.js': GIT_APP });
    const { code, stderr } = await installed.synth(unknown, [], {
      env: { TEST_URL: 'ssh://git@git.example.org:2222/x.git', TEST_TAG: 'v1' },
    });
    expect(code).toBe(1);
    expect(stderr).toContain('E_GIT_KNOWN_HOSTS');
    expect(stderr).toMatch(/source +app\.js:18:25/);
    expect(stderr).toContain('ssh-keyscan -p 2222 git.example.org');
  });
});
