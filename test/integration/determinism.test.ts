import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { helloFiles, typescriptProject } from '../support/hello-project';
import { InstalledPackage, type RunOptions, writeFiles } from '../support/installed-package';
import { asNobody, giveToNobody, letEveryoneRead } from '../support/other-user';
import { temporaryFolder } from '../support/temporary-folder';

jest.setTimeout(60_000);

// Another user takes part here.
const installed = new InstalledPackage({ forEveryone: true });
const folder = temporaryFolder('determinism');
const project = typescriptProject(installed, helloFiles());
letEveryoneRead(folder);

/** Every file of the project's assembly, by name. */
async function assembly(where: string, options: RunOptions = {}): Promise<Map<string, string>> {
  const { code, stderr } = await installed.synth(where, [], options);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const out = join(where, 'synth.out');
  const names = readdirSync(out).sort();
  return new Map(names.map((name) => [name, readFileSync(join(out, name)).toString('latin1')]));
}

let copies = 0;

/** The project in another folder. */
function copyTo(...path: string[]): string {
  copies += 1;
  const target = join(folder, `${copies}`, ...path);
  mkdirSync(join(target, '..'), { recursive: true });
  cpSync(project, target, { recursive: true, verbatimSymlinks: true });
  return target;
}

describe('synth gives the same bytes', () => {
  let expected: Map<string, string>;

  beforeAll(async () => {
    expected = await assembly(project);
    expect([...expected.keys()]).toEqual([
      'hello.linux-amd64.config.json',
      'hello.linux-amd64.llb',
      'hello.linux-arm64.config.json',
      'hello.linux-arm64.llb',
      'manifest.json',
      'tree.json',
    ]);
  });

  test('a second time', async () => {
    expect(await assembly(project)).toEqual(expected);
  });

  test('in another folder, with a name that needs quoting', async () => {
    const other = copyTo('deep', 'er', "another 'checkout' für $HOME");
    expect(await assembly(other)).toEqual(expected);
  });

  test.each([
    [{ TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }],
    [{ TZ: 'America/St_Johns', LC_ALL: 'C', LANG: 'C', NO_COLOR: '1', CI: 'true' }],
    [{ SOURCE_DATE_EPOCH: '1', HOME: '/nonexistent', XDG_CACHE_HOME: '/nonexistent', USER: 'x' }],
    [{ SYNTH_DEBIAN_MIRROR: 'http://127.0.0.1:9/debian', BUILDKIT_HOST: 'tcp://127.0.0.1:9' }],
  ])('with the environment %j', async (env) => {
    expect(await assembly(copyTo('environment'), { env })).toEqual(expected);
  });

  test('whatever the umask', async () => {
    const under = ['sh', '-c', 'umask 077; exec "$@"', 'sh'];
    expect(await assembly(copyTo('umask'), { under })).toEqual(expected);
  });

  test('at another time, with other random numbers', async () => {
    writeFiles(folder, {
      'shift.cjs': `
        const now = Date.now.bind(Date);
        const year = 365 * 24 * 3600 * 1000;
        globalThis.Date = class extends Date {
          constructor(...args) { args.length === 0 ? super(now() - 7 * year) : super(...args); }
          static now() { return now() - 7 * year; }
        };
        Math.random = () => 0.25;`,
    });
    const env = { NODE_OPTIONS: `--require ${join(folder, 'shift.cjs')}` };
    expect(await assembly(copyTo('time'), { env })).toEqual(expected);
  });

  const nobody = asNobody([installed.file('lib/cli/main.js')]);
  (typeof nobody === 'string' ? test.skip : test)(
    typeof nobody === 'string' ? `under another user (left out: ${nobody})` : 'under another user',
    async () => {
      const other = copyTo('nobody');
      giveToNobody(other);
      const under = typeof nobody === 'string' ? [] : nobody;
      expect(await assembly(other, { under })).toEqual(expected);
    },
  );

  test('and holds nothing of the machine that made it', () => {
    const facts = [folder, project, installed.folder, process.execPath, process.version];
    for (const [name, content] of expected) {
      const found = facts.filter((fact) => content.includes(fact));
      expect({ name, found }).toEqual({ name, found: [] });
    }
  });
});
