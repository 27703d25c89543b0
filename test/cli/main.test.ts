import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../lib/cli/args/command-table';
import { InstalledPackage, runNode } from '../support/installed-package';
import { temporaryFolder } from '../support/temporary-folder';

const installed = new InstalledPackage();
const folder = temporaryFolder('main');
const synth = (...args: string[]) => installed.synth(folder, args);

describe('help and version', () => {
  test('--help, help and help <command> print to stdout and exit 0', async () => {
    for (const args of [['--help'], ['-h'], ['help'], ['help', '--no-color']]) {
      const { code, stdout, stderr } = await synth(...args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^synth: .*\n\nUsage: synth \[command\] \[options\]\n/);
    }
  });

  test.each(COMMANDS.map(({ name }) => name))('%s has a help of its own', async (name) => {
    const byOption = await synth(name, '--help');
    const byName = await synth('help', name);

    expect(byOption).toEqual({ code: 0, stdout: byName.stdout, stderr: '' });
    expect(byOption.stdout).toContain(`Usage: synth ${name}`);
  });

  test('no line of any help is wider than 80 columns', async () => {
    const texts = await Promise.all([
      synth('--help'),
      ...COMMANDS.map(({ name }) => synth('help', name)),
    ]);

    const wide = texts.flatMap(({ stdout }) =>
      stdout.split('\n').filter((line) => line.length > 80),
    );
    expect(wide).toEqual([]);
  });

  test('--version prints the version of package.json alone', async () => {
    const manifest: { version: string } = JSON.parse(
      readFileSync(join(installed.folder, 'package.json'), 'utf8'),
    );
    expect(await synth('--version')).toEqual({
      code: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
  });
});

describe('start-up', () => {
  test('--help loads none of the commands, and no dependency', async () => {
    const script = `
      process.argv.push('synth', '--help');
      require(${JSON.stringify(installed.file('lib/cli/main.js'))});
      process.on('exit', () => console.error(Object.keys(require.cache).join('\\n')));`;
    const { stderr } = await runNode(['-e', script], folder);

    const loaded = stderr.trim().split('\n');
    expect(loaded).toContain(installed.file('lib/cli/main.js'));
    expect(loaded.filter((file) => /node_modules|build-images|client|lock/.test(file))).toEqual([]);
    expect(loaded.length).toBeLessThan(12);
  });
});

describe('command line', () => {
  test.each([
    [['biuld'], 'command "biuld" is not known', 'did you mean "synth build"?'],
    [['list'], 'command "list" is not known', 'did you mean "synth ls"?'],
    [['help', 'psuh'], 'command "psuh" is not known', 'did you mean "synth push"?'],
    [['frobnicate'], 'command "frobnicate" is not known', 'see "synth --help"'],
    [
      ['build', '--platfrom', 'linux/arm64'],
      'option "--platfrom" is not known',
      'did you mean "--platform"?',
    ],
    [['--nocache', 'build'], 'option "--nocache" is not known', 'did you mean "--no-cache"?'],
    [['-x'], 'option "-x" is not known', 'see "synth --help"'],
    [['ls', '--no-cache'], 'option "--no-cache" does not apply to "ls"', 'see "synth ls --help"'],
    [
      ['build', '--check'],
      'option "--check" does not apply to "build"',
      'one of the commands "lock"',
    ],
    [['--app'], 'option "--app" needs a value', '--app <file|command|dir>'],
    [['--app', '--json'], 'option "--app" needs a value', '"--json"'],
    [['--out='], 'option "--out" needs a value', '--out <dir>'],
    [['--json=yes'], 'option "--json" takes no value', 'got       "yes"'],
    [['ls', 'hello', 'world'], 'command "ls" takes no argument', '"hello" "world"'],
  ])('rejects %j with a usage error', async (args, message, hint) => {
    const { code, stdout, stderr } = await synth(...args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error E_USAGE  ${message}\n`);
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain('\x1b');
  });

  test('a failure shows no stack unless --debug is given', async () => {
    expect((await synth('nope')).stderr).not.toMatch(/^\s+at /m);
    expect((await synth('nope', '--debug')).stderr).toMatch(/^\s+at .*parseInvocation/m);
  });
});
