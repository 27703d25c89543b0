import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dotOfDefinition, dumpDefinition } from '../../lib/graph';
import { Definition, image, mkfile } from '../../lib/llb';
import { InstalledPackage } from '../support/installed-package';
import { temporaryFolder } from '../support/temporary-folder';

const installed = new InstalledPackage();
const folder = temporaryFolder('dump');
const synth = (...args: string[]) => installed.synth(folder, ['dump', ...args]);

const definition = image('debian:trixie')
  .run({ args: ['true'], customName: 'run "true"' })
  .root.file(mkfile('/motd', 0o644, 'hello'))
  .marshal({ platform: { os: 'linux', architecture: 'amd64' } });
const file = join(folder, 'x.llb');
writeFileSync(file, definition.toBytes());

describe('synth dump', () => {
  test('prints a JSON object a line for each op', async () => {
    const { code, stderr, stdout } = await synth('x.llb');

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(dumpDefinition(Definition.fromBytes(definition.toBytes())));
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).Digest),
    ).toEqual(definition.ops.map(({ digest }) => digest));
  });

  test('prints a graph for Graphviz', async () => {
    const { code, stdout } = await synth('--dot', 'x.llb');

    expect(code).toBe(0);
    expect(stdout).toBe(dotOfDefinition(definition));
  });

  test('reads stdin', () => {
    const main = installed.file('lib/cli/main.js');
    const { status, stdout } = spawnSync(process.execPath, [main, 'dump', '-'], {
      input: definition.toBytes(),
      encoding: 'utf8',
    });

    expect(status).toBe(0);
    expect(stdout).toBe(dumpDefinition(definition));
  });

  test('fails for a file that is not there, and for one that holds something else', async () => {
    writeFileSync(join(folder, 'other'), 'hello, world');

    expect(await synth('nope.llb')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error E_DEFINITION_FILE {2}nope\.llb does not exist\n/),
    });
    expect(await synth('other')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error E_LLB_DECODE {2}other holds no definition/),
    });
  });

  test('rejects two files, and two formats', async () => {
    expect((await synth('x.llb', 'x.llb')).code).toBe(2);
    expect((await synth('--dot', '--json', 'x.llb')).code).toBe(2);
  });
});
