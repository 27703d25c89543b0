import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describeWith } from '../support/engine';
import { InstalledPackage, type RunOptions } from '../support/installed-package';
import { waitUntil } from '../support/processes';
import { L1_PROJECT } from './l1-app';

const installed = new InstalledPackage();
jest.setTimeout(60_000);

describeWith(['engine'], 'where results go', ({ engine }) => {
  const folder = installed.project(L1_PROJECT);
  const at = (name: string) => join(folder, name);
  const build = (args: readonly string[], options: RunOptions = {}) =>
    installed.synth(
      folder,
      ['build', '--platform', 'linux/amd64', '--progress', 'quiet', ...args],
      { ...options, env: { BUILDKIT_HOST: engine.address } },
    );
  const makePipe = (name: string) => execFileSync('mkfifo', [at(name)]);
  const readPipe = (name: string) =>
    text(spawn('cat', [at(name)], { stdio: ['ignore', 'pipe', 'inherit'] }).stdout);
  const leftovers = () => readdirSync(folder).filter((name) => name.endsWith('.tmp'));

  test('pipes take archive and metadata, and stay pipes', async () => {
    makePipe('archive');
    makePipe('metadata');
    const [archive, metadata] = [readPipe('archive'), readPipe('metadata')];

    const { code } = await build([
      ...['--output', 'type=oci,dest=archive', '--metadata-file', 'metadata'],
    ]);

    expect(code).toBe(0);
    expect(await archive).toContain('oci-layout');
    expect(JSON.parse(await metadata)).toMatchObject({ hello: expect.anything() });
    expect([at('archive'), at('metadata')].map((path) => lstatSync(path).isFIFO())).toEqual([
      true,
      true,
    ]);
  });

  test('/dev/null takes both, and stays what it is', async () => {
    const before = statSync('/dev/null').rdev;
    for (const type of ['tar', 'oci', 'docker']) {
      const args = ['--output', `type=${type},dest=/dev/null`, '--metadata-file', '/dev/null'];
      expect(await build(args)).toMatchObject({ code: 0 });
    }

    expect(statSync('/dev/null')).toMatchObject({ rdev: before });
    expect(readdirSync('/dev').filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  const testWithFull = existsSync('/dev/full') ? test : test.skip;
  testWithFull.each([
    [['--output', 'type=tar,dest=/dev/full'], 'E_EXPORT', '"/dev/full": .*ENOSPC'],
    [['--metadata-file', '/dev/full'], 'E_SYSTEM', 'metadata file "/dev/full" .*ENOSPC'],
  ])('a full disk behind %j is told in words', async (args, code, message) => {
    const result = await build(args);

    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr.replace(/\s+/g, ' ')).toMatch(new RegExp(`error ${code} .*${message}`));
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  });

  test.each([
    ['--output', 'type=tar,dest=/proc/x/y'],
    ['--output', 'type=local,dest=/proc/x/y'],
    ['--metadata-file', '/proc/x/y'],
  ])('%s %s, which cannot be made, is an error and no end of waiting', async (...args) => {
    const { code, stderr } = await build(args);

    expect(code).toBe(1);
    expect(stderr).toMatch(/error E_(EXPORT|SYSTEM) .*\/proc\/x/);
  });

  test('links stay, and lead to what was written', async () => {
    symlinkSync('real.tar', at('link.tar'));
    symlinkSync('real.json', at('link.json'));

    const args = ['--output', 'type=tar,dest=link.tar', '--metadata-file', 'link.json'];
    expect(await build(args)).toMatchObject({ code: 0 });

    expect([at('link.tar'), at('link.json')].map((path) => readlinkSync(path))).toEqual([
      'real.tar',
      'real.json',
    ]);
    expect(execFileSync('tar', ['-tf', at('real.tar')]).toString()).toBe('hello\n');
    expect(JSON.parse(readFileSync(at('real.json'), 'utf8'))).toHaveProperty('hello');
  });

  test('where the second output fails, the first is not in its place', async () => {
    const outputs = ['type=tar,dest=first.tar', 'type=local,dest=first', 'type=tar,dest=/dev/full'];

    const { code, stderr } = await build(outputs.flatMap((output) => ['--output', output]));

    expect(code).toBe(1);
    expect(stderr).toContain('error E_EXPORT');
    expect([existsSync(at('first.tar')), existsSync(at('first'))]).toEqual([false, false]);
    expect(leftovers()).toEqual([]);
  });

  test('a second Ctrl-C ends it at once, and no temporary file is left', async () => {
    makePipe('unread');
    const before = readdirSync(folder).sort();
    const outputs = ['type=tar,dest=third.tar', 'type=local,dest=third', 'type=tar,dest=unread'];
    let wasThere = false;

    // Nobody reads the pipe, so the others have been received and wait.
    const { code } = await build(
      outputs.flatMap((output) => ['--output', output]),
      {
        onStart: ({ kill }) => {
          void waitUntil('temporary files of both', () => leftovers().length === 2).then(() => {
            wasThere = true;
            kill('SIGINT');
            kill('SIGTERM');
          });
        },
      },
    );

    expect({ code, wasThere }).toEqual({ code: 130, wasThere: true });
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});
