import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { writeRepository } from '../../lib/cli/init/write-repository';
import { describeWith } from '../support/engine';
import { debianVariables, snapshotNow } from '../support/hello-project';
import { type RunResult, runNode } from '../support/installed-package';
import { compile, PackedPackage } from '../support/packed-package';
import { temporaryFolder } from '../support/temporary-folder';

jest.setTimeout(300_000);

const FILES = [
  '.github/workflows/images.yml',
  '.gitignore',
  '.gitlab-ci.yml',
  'README.md',
  'app.ts',
  'hello/hello.c',
  'images.test.ts',
  'images.ts',
  'package.json',
  'tsconfig.json',
];

const packed = new PackedPackage();
const home = packed.folder('home');
const named = temporaryFolder('names');

function synth(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunResult> {
  const program = join(folder, 'node_modules/buildkit-cdk/dist/lib/cli/main.js');
  return runNode([program, ...args], folder, { env });
}

/** A new repository in a folder of its own, with the package installed. */
async function repository(): Promise<string> {
  const folder = packed.folder('repository');
  packed.installIn(folder);
  const { code, stderr, stdout } = await synth(folder, ['init']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${FILES.join('\n')}\n` });
  expect(stderr).toContain('npm install && npx synth lock');
  return folder;
}

describe('a new repository', () => {
  test('is written whole into a folder that is named, and says what comes next', async () => {
    packed.installIn(home);

    const { code, stderr, stdout } = await synth(home, ['init', 'my images']);

    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toEqual(FILES.map((file) => `my images/${file}`));
    expect(stderr).toContain('cd my images && npm install');
    const manifest = JSON.parse(readFileSync(join(home, 'my images/package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name: 'my-images', private: true });
    expect(readFileSync(join(home, 'my images/images.ts'), 'utf8')).toMatch(
      /snapshot: '\d{8}T000000Z'/,
    );
  });

  test('overwrites nothing', async () => {
    const folder = await repository();
    writeFileSync(join(folder, 'app.ts'), 'mine');
    const before = FILES.map((file) => statSync(join(folder, file)).mtimeMs);

    const { code, stderr, stdout } = await synth(folder, ['init']);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('E_INIT_FOLDER');
    expect(readFileSync(join(folder, 'app.ts'), 'utf8')).toBe('mine');
    expect(FILES.map((file) => statSync(join(folder, file)).mtimeMs)).toEqual(before);
  });

  test('has types and tests that pass, and asks for its lock', async () => {
    const folder = await repository();

    compile(folder);
    const tests = await runNode(
      ['--import', 'tsx', '--test', '--test-reporter', 'tap', 'images.test.ts'],
      folder,
    );
    const { code, stderr } = await synth(folder, []);

    expect(tests).toMatchObject({ code: 0, stdout: expect.stringContaining('# pass 4') });
    expect(code).toBe(1);
    expect(stderr).toMatch(/E_LOCK_MISSING[\s\S]*run "synth lock"/);
  });

  test('has a workflow for each CI, whose commands are there', async () => {
    const folder = await repository();
    const read = (file: string) => parse(readFileSync(join(folder, file), 'utf8'));
    const github: { run?: string }[] = read('.github/workflows/images.yml').jobs.images.steps;
    const gitlab: string[] = read('.gitlab-ci.yml').images.script;

    for (const script of [github.flatMap(({ run }) => run ?? []), gitlab]) {
      const commands = script.join('\n');
      expect(commands).toMatch(/npm ci\nnpm test\nnpx --no-install synth lock --check/);
      for (const [, command] of commands.matchAll(/--no-install synth (\w+)/g)) {
        expect((await synth(folder, [command ?? '', '--help'])).code).toBe(0);
      }
      expect(commands).toMatch(/synth push/);
    }
  });

  test('has a name that npm takes, whatever the folder is called', () => {
    const called = fc
      .stringMatching(/^[A-Za-z0-9 ._äß@-]{1,12}$/)
      .filter((name) => !/^\.+$/.test(name));
    fc.assert(
      fc.property(
        fc.uniqueArray(called, { maxLength: 5, selector: (name) => name.toLowerCase() }),
        (names) => {
          const place = join(named, `${readdirSync(named).length}`);
          for (const name of names) {
            writeRepository(join(place, name), 0);
            const { name: told } = JSON.parse(
              readFileSync(join(place, name, 'package.json'), 'utf8'),
            );
            expect(told).toMatch(/^[a-z0-9][a-z0-9-]*$/);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describeWith(['engine'], 'a new repository, with a daemon', ({ engine }) => {
  test('is locked and built by the commands that it names', async () => {
    const folder = await repository();
    const images = join(folder, 'images.ts');
    const text = readFileSync(images, 'utf8');
    // A mirror may stand in for the snapshot archive where it is not newer.
    writeFileSync(images, text.replace(/\d{8}T000000Z/, snapshotNow()));
    const env = { ...debianVariables(), BUILDKIT_HOST: engine.address };

    const locked = await synth(folder, ['lock'], env);
    const checked = await synth(folder, ['lock', '--check'], env);
    const built = await synth(folder, ['build', '--json', '--platform', 'linux/arm64'], env);

    expect(locked).toMatchObject({ code: 0 });
    expect(checked).toMatchObject({ code: 0 });
    expect({ code: built.code, stderr: built.code === 0 ? '' : built.stderr }).toEqual({
      code: 0,
      stderr: '',
    });
    expect(JSON.parse(built.stdout)).toMatchObject([
      { image: 'hello', platforms: [{ platform: 'linux/arm64', packages: 4 }] },
    ]);
  });
});
