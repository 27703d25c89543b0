import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { folderHolds } from '../support/folder-holds';
import { InstalledPackage } from '../support/installed-package';
import { copyPrograms, makeShellRootfs } from '../support/shell-rootfs';
import { type SshAgent, startSshAgent } from '../support/ssh-agent';
import { temporaryFolder } from '../support/temporary-folder';

const installed = new InstalledPackage();

jest.setTimeout(120_000);

/** Steps that tell what they see of their secrets, and not what it is. */
const APP = `
const { App, Image, LocalFiles } = require('buildkit-cdk');
const { copy, scratch, secretMount, sshMount } = require('buildkit-cdk/llb');

class Step extends Image {
  constructor(scope, id, shell, script, options) {
    super(scope, id, { platforms: ['linux/amd64'] });
    Object.assign(this, { sourceDateEpoch: 0, shell, script, options });
  }
  get isDated() { return true; }
  lower(target) {
    const { root } = this.shell.lower(target).run({
      args: ['/bin/sh', '-c', this.script],
      network: 'none',
      source: this.source,
      ...this.options,
    });
    return { layers: [{ state: scratch().file(copy(root, '/says', '/says')), says: 'what it saw' }], config: {} };
  }
}

const app = new App();
const shell = new LocalFiles(app, 'shell', { path: 'shell' });
const token = (optional) => [secretMount('/run/secrets/token', { id: 'token', optional })];
new Step(app, 'both', shell, 'read -r x < /run/secrets/token; echo \${#x} \${#NPM} > /says', {
  mounts: token(false),
  secretEnv: [{ name: 'NPM', id: 'npm' }],
});
new Step(app, 'optional', shell, 'ls /run/secrets > /says 2>&1; echo ok > /says', { mounts: token(true) });
new Step(app, 'agent', shell, '/usr/bin/ssh-add -l > /says', { mounts: [sshMount({ id: 'default' })] });
app.synth();
`;

const SECRET = 'correct-horse-battery-staple';
const VARIABLE = 'another-secret-of-this-test';

/** The project of the app, with whatever else it holds. */
function project(files: Readonly<Record<string, string>> = {}): string {
  const folder = installed.project({ 'app.js': APP, 'token.txt': SECRET, ...files });
  mkdirSync(join(folder, 'shell'));
  makeShellRootfs(join(folder, 'shell'));
  copyPrograms(['/usr/bin/ssh-add'], join(folder, 'shell'));
  return folder;
}

describeWith(['engine', 'ssh'], 'secrets of the command line', ({ engine }) => {
  const folder = project();
  let runs = 0;

  /** Builds an image into a folder; gives what the command wrote, and what the step saw. */
  async function build(
    image: string,
    args: readonly string[],
    { cwd = folder, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
  ) {
    runs += 1;
    const output = `out-${runs}`;
    const result = await installed.synth(
      cwd,
      ['build', image, '--no-cache', '--output', output, ...args],
      { env: { BUILDKIT_HOST: engine.address, XDG_CACHE_HOME: join(cwd, '.cache'), ...env } },
    );
    const says = () => readFileSync(join(cwd, output, 'says'), 'utf8').trim();
    return { ...result, says, told: result.stdout + result.stderr };
  }

  const lengths = `${SECRET.length} ${VARIABLE.length}`;

  test('come to a step from a file and a variable, and nowhere else', async () => {
    const result = await build(
      'both',
      [
        '--secret=id=token,src=token.txt',
        '--secret=id=npm,env=NPM_TOKEN',
        '--progress=rawjson',
        '--metadata-file=metadata.json',
        '--debug',
      ],
      { env: { NPM_TOKEN: VARIABLE } },
    );

    expect(result).toMatchObject({ code: 0 });
    expect(result.says()).toBe(lengths);
    expect(result.stderr).toContain('"vertexes"');
    for (const secret of [SECRET, VARIABLE]) {
      expect(result.told).not.toContain(secret);
      const expected = secret === SECRET ? [join(folder, 'token.txt')] : [];
      expect(folderHolds(folder, secret)).toEqual(expected);
    }
  });

  test.each([
    ['type and source', ['type=file,id=token,source=token.txt', 'type=env,id=npm,env=NPM_TOKEN']],
    ['type=env with src', ['id=token,src=token.txt', 'type=env,id=npm,src=NPM_TOKEN']],
    [
      'the last of an id',
      ['id=token,src=app.js', 'id=token,src=token.txt', 'id=npm,env=NPM_TOKEN'],
    ],
    ['quotes', ['"id=token","src=token.txt"', 'id=npm,env=NPM_TOKEN']],
  ])('are named as for buildx: %s', async (_, secrets) => {
    const args = secrets.map((secret) => `--secret=${secret}`);
    const result = await build('both', args, { env: { NPM_TOKEN: VARIABLE } });
    expect(result).toMatchObject({ code: 0 });
    expect(result.says()).toBe(lengths);
  });

  test('are by default the variable, else the file of their name', async () => {
    writeFileSync(join(folder, 'token'), SECRET);
    const args = ['--secret=id=token', '--secret=id=npm'];
    expect((await build('both', args, { env: { npm: VARIABLE } })).says()).toBe(lengths);
  });

  test('come from the environment of the app, which the command line overrules', async () => {
    const cwd = project({
      'synth.environment.json': JSON.stringify({
        secret: ['id=token,src=token.txt', 'id=npm,env=NPM_TOKEN'],
      }),
      short: 'ab',
    });
    const env = { NPM_TOKEN: VARIABLE };
    expect((await build('both', [], { cwd, env })).says()).toBe(lengths);
    const overruled = await build('both', ['--secret=id=token,src=short'], { cwd, env });
    expect(overruled.says()).toBe(`2 ${VARIABLE.length}`);

    const { code, stderr } = await build('both', [], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('E_SECRET_MISSING');
    expect(stderr).toContain('variable NPM_TOKEN of synth.environment.json: secret: it is not set');
  });

  test('that nothing gives are told before the solve, with construct and line', async () => {
    const { code, stderr } = await build('both', ['--progress=plain']);

    expect(code).toBe(1);
    expect(stderr).toContain('the secret "token" is not given');
    expect(stderr).toContain('the secret "npm" is not given');
    expect(stderr).toContain('both (Step)    app.js:25:1');
    expect(stderr).toContain('--secret id=token,src=<file>');
    expect(stderr).not.toMatch(/^#1 /m);
    expect((await build('optional', [])).says()).toBe('ok');
  });

  test.each([
    ['a field without a key', 'hunter2', 'has a field that is not known'],
    ['an unknown key', 'id=token,value=hunter2', 'has a field that is not known'],
    ['no id', 'src=hunter2', 'has no id'],
    ['an unknown type', 'id=token,type=hunter2', 'has a type that is not known'],
    ['two sources', 'id=token,src=a,env=hunter2', 'has two sources'],
  ])('are refused with %s, which is not shown', async (_, text, says) => {
    const { code, told } = await build('both', [`--secret=${text}`]);

    expect(code).toBe(2);
    expect(told).toContain('E_USAGE');
    expect(told).toContain(says);
    expect(told).toContain('id=<id>[,type=file|env][,src=<file>|,env=<variable>]');
    expect(told).not.toContain('hunter2');
  });

  test.each([
    ['a file that is not there', 'id=token,src=absent.txt', 'absent.txt'],
    ['a folder', 'id=token,src=shell', 'it is a folder'],
    ['a variable that is not set', 'id=token,env=ABSENT', 'variable ABSENT'],
    ['nothing of its name', 'id=absent', 'no such file'],
    ['more than daemons take', 'id=token,src=large', '512001 bytes'],
  ])('are refused of %s, before the app runs', async (_, text, says) => {
    writeFileSync(join(folder, 'large'), Buffer.alloc(512_001));
    const { code, told } = await build('both', [`--secret=${text}`, '--app=absent.js']);

    expect(code).toBe(2);
    expect(told).toContain(says);
  });

  describe('and ssh', () => {
    const keys = temporaryFolder('keys');
    let agent: SshAgent;
    beforeAll(async () => {
      agent = await startSshAgent(keys);
    });
    afterAll(() => agent.stop());
    const fingerprint = () =>
      execFileSync('ssh-keygen', ['-lf', `${agent.keyFile}.pub`], { encoding: 'utf8' }).trim();

    test('lets a step use the agent of the variable, or of a socket', async () => {
      const env = { SSH_AUTH_SOCK: agent.socket };
      expect((await build('agent', ['--ssh=default'], { env })).says()).toBe(fingerprint());
      expect((await build('agent', [`--ssh=default=${agent.socket}`])).says()).toBe(fingerprint());
      const cwd = project({ 'synth.environment.json': '{ "ssh": ["default"] }' });
      expect((await build('agent', [], { cwd, env })).says()).toBe(fingerprint());
    });

    test('has an agent only if it is asked for', async () => {
      const { code, stderr } = await build('agent', [], { env: { SSH_AUTH_SOCK: agent.socket } });
      expect(code).toBe(1);
      expect(stderr).toContain('E_SSH_MISSING');
      expect(stderr).toContain('the ssh agent "default" is not given');
      expect(stderr).toContain('--ssh default');
    });

    test.each([
      ['no agent', () => 'default', 'SSH_AUTH_SOCK is not set'],
      ['no such socket', () => 'default=/absent.sock', 'no such file'],
      ['a key', () => `default=${agent.keyFile}`, 'ssh-add <key>'],
      ['keys', () => `default=${agent.keyFile},${agent.keyFile}`, 'ssh-add <key>'],
      ['no id', () => '=/absent.sock', 'has no id'],
    ])('is told what it needs: %s', async (_, text, says) => {
      const { code, told } = await build('agent', [`--ssh=${text()}`]);
      expect(code).toBe(2);
      expect(told).toContain('E_USAGE');
      expect(told).toContain(says);
    });
  });
});
