import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../../support/engine';
import { InstalledPackage } from '../../support/installed-package';
import { startRelayProcess } from '../../support/relay-process';
import { copyPrograms, makeShellRootfs } from '../../support/shell-rootfs';
import { TerminalSession } from '../../support/terminal';

const installed = new InstalledPackage();

jest.setTimeout(120_000);

/** A stage without Debian: what a shell finds in it is what its construct gives to its first step. */
const APP = `
const { App, Image, InlineFile, LocalFiles, LocatedConstruct } = require('buildkit-cdk');
const { bindMount, copy, mkfile, scratch, secretMount } = require('buildkit-cdk/llb');

class Stage extends LocatedConstruct {
  constructor(scope, id, shell, scripts) {
    super(scope, id);
    Object.assign(this, { shell, scripts });
  }
  lower(target) {
    let root = this.shell.lower(target);
    let tree = scratch().file(mkfile('/given', 0o644, 'given'));
    for (const script of this.scripts) {
      const exec = root.run({
        args: ['/bin/sh', '-c', script],
        env: { STAGE: this.node.id },
        cwd: '/bin',
        network: 'none',
        customName: this.node.id + ' amd64: ' + script,
        source: this.source,
        mounts: [bindMount('/tree', tree), secretMount('/secret', { id: 'token' })],
      });
      root = exec.root;
      tree = exec.mount('/tree');
    }
    return tree;
  }
}
class Files extends Image {
  constructor(scope, id, states) {
    super(scope, id, { platforms: ['linux/amd64'] });
    Object.assign(this, { sourceDateEpoch: 0, states });
  }
  get isDated() { return true; }
  lower(target) {
    return {
      layers: this.states.map((one) => ({ state: one.lower(target), says: 'files' })),
      config: { Env: ['IMAGE=yes'], WorkingDir: '/bin' },
    };
  }
}
const app = new App();
const shell = new LocalFiles(app, 'shell', { path: 'shell' });
const stages = ['one', 'two'].map((id) => new Stage(app, id, shell, ['echo ' + id + ' > /tree/made', 'exit 0']));
const broken = new Stage(app, 'broken', shell, ['echo half > /tree/half; echo why; exit 3']);
new Files(app, 'well', [stages[0], stages[1]]);
new Files(app, 'bare', [stages[0]]);
new Files(app, 'full', [shell]);
new Files(app, 'fails', [broken]);
app.synth();
`;

describeWith(['engine'], 'a shell of the command line', ({ engine }) => {
  const folder = installed.project({ 'app.js': APP, 'token.txt': 'hidden' });
  mkdirSync(join(folder, 'shell'));
  makeShellRootfs(join(folder, 'shell'));
  copyPrograms(['/bin/stty'], join(folder, 'shell'));
  const secret = ['--secret', 'id=token,src=token.txt'];
  const env = { BUILDKIT_HOST: engine.address, XDG_CACHE_HOME: join(folder, '.cache') };

  let terminal: TerminalSession | undefined;
  afterEach(() => terminal?.kill());

  const synth = (...args: readonly string[]) => installed.synth(folder, args, { env });

  /** `synth` at a terminal; what it ends with is shown, and whether the terminal is as it was. */
  function atTerminal(
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): TerminalSession {
    const words = [process.execPath, installed.file('lib/cli/main.js'), ...args];
    const line = words.map((word) => `'${word}'`).join(' ');
    const script = `stty cols 91 rows 33; before=$(stty -g); ${line}; echo "code $?"; test "$(stty -g)" = "$before" && echo restored`;
    terminal = new TerminalSession(script, folder, { ...env, ...more });
    return terminal;
  }

  test('runs a command in the root of a stage before its commands, with its mounts', async () => {
    const script = 'cat /tree/given /secret; ls /tree; echo $STAGE $PWD; exit 7';
    const { code, stdout } = await synth('shell', 'two', ...secret, '--', '/bin/sh', '-c', script);

    expect(stdout).toBe('givenhiddengiven\ntwo /bin\n');
    expect(code).toBe(7);
  });

  test('runs a command in an image, with its variables and folder', async () => {
    const { code, stdout } = await synth(
      'shell',
      'full',
      '--',
      '/bin/sh',
      '-c',
      'echo $IMAGE $PWD',
    );

    expect(stdout).toBe('yes /bin\n');
    expect(code).toBe(0);
  });

  test('fails for an image without a shell, a name that is none, and a construct without steps', async () => {
    const bare = await synth('shell', 'bare', ...secret);
    const unknown = await synth('shell', 'ful');
    const still = await synth('shell', 'shell', ...secret);
    const nothing = await synth('shell', 'full', '--', '/bin/nothing');

    expect([bare.code, bare.stderr]).toEqual([
      1,
      expect.stringMatching(/E_SHELL_MISSING .*"bare"/),
    ]);
    expect(unknown.stderr).toMatch(/E_SHELL_PLACE[\s\S]*did you mean "full"\?/);
    expect(still.stderr).toMatch(/E_SHELL_PLACE .*"shell" runs no command/);
    expect(nothing.stderr).toMatch(/E_CONTAINER .*"\/bin\/nothing" cannot be run/);
    expect([unknown.code, still.code, nothing.code]).toEqual([1, 1, 1]);
  });

  test('is a shell at the terminal, of its size, which Ctrl-C does not end', async () => {
    const terminal = atTerminal(['shell', 'full']);

    await terminal.until('# ');
    terminal.type('/bin/stty size\n');
    await terminal.until('33 91');
    terminal.type('/bin/sleep 60\n');
    await terminal.until('sleep 60');
    terminal.type('\x03');
    await terminal.until('# ');
    terminal.type('exit 6\n');
    await terminal.until('code 6');
    await terminal.until('restored');
    await terminal.end();
  });

  test('enters a step that failed, as it was left, and ends with its error', async () => {
    const terminal = atTerminal([
      'build',
      'fails',
      '--on-error=shell',
      '--output',
      'out',
      ...secret,
    ]);

    await terminal.until('# ');
    terminal.type('cat /tree/half /secret; echo "in $STAGE"\n');
    await terminal.until(/half\s+hidden/);
    await terminal.until('in broken');
    terminal.type('exit\n');
    await terminal.until(/E_SOLVE[\s\S]*exit code: 3/);
    await terminal.until('code 1');
    await terminal.until('restored');
    await terminal.end();
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  test('opens none for a step that failed where there is no terminal', async () => {
    const { code, stderr } = await synth('build', 'fails', '--on-error=shell', ...secret);

    expect(stderr).toMatch(/no shell is opened[\s\S]*E_SOLVE/);
    expect(code).toBe(1);
  });

  test('restores the terminal when the daemon is lost', async () => {
    const relay = await startRelayProcess(join(folder, 'relay.sock'), engine.address);
    const terminal = atTerminal(['shell', 'full'], { BUILDKIT_HOST: relay.address });
    await terminal.until('# ');

    await relay.close();

    await terminal.until('E_DAEMON_LOST');
    await terminal.until('code 1');
    await terminal.until('restored');
    await terminal.end();
  });

  test('refuses what it does not know', async () => {
    const wrong = await synth('build', 'fails', '--on-error=debug', ...secret);
    const missing = await synth('shell');

    expect([wrong.code, missing.code]).toEqual([2, 2]);
    expect(wrong.stderr).toContain('"debug"');
  });
});
