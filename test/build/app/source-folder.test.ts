import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Definition } from '../../../lib/llb';
import { InstalledPackage, runNode } from '../../support/installed-package';
import { noteApp } from '../../support/note-app';

const installed = new InstalledPackage();
const project = installed.project({
  'images/app.js': noteApp('"text"'),
  'images/broken.js': "\nthrow new Error('broken')\n",
  'images/empty.js': noteApp('""').replace("'linux/amd64', 'linux/arm64'", ''),
  'images/twice.js': noteApp('""').replace(
    'app.synth()',
    "new Note(app, 'b', { name: 'note', platforms, text, env });\napp.synth()",
  ),
  'elsewhere/x': '',
});
const images = join(project, 'images');

const assembly = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('latin1')]),
  );

async function assemblyOf(cwd: string, app: string): Promise<Record<string, string>> {
  const { code, stderr } = await installed.synth(cwd, ['--app', app, '--out', 'synth.out']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return assembly(join(cwd, 'synth.out'));
}

describe('lines of sources are told from the folder of the app', () => {
  test('in the assembly: wherever it is started, the bytes are the same', async () => {
    const inside = await assemblyOf(images, 'app.js');

    expect(await assemblyOf(project, 'images/app.js')).toEqual(inside);
    expect(await assemblyOf(join(project, 'elsewhere'), '../images/app.js')).toEqual(inside);
    expect(JSON.parse(inside['tree.json'] ?? '').children[0].source.file).toBe('app.js');
    const definition = Definition.fromBytes(
      readFileSync(join(images, 'synth.out/note.linux-amd64.llb')),
    );
    expect(definition.locations(definition.head?.digest ?? '')).toMatchObject([{ file: 'app.js' }]);
  });

  test('and the same when the app runs by itself', async () => {
    const inside = await assemblyOf(images, 'app.js');
    const other = join(project, 'by-itself');
    cpSync(images, other, { recursive: true });

    const { code } = await runNode([join(other, 'app.js')], project);

    expect(code).toBe(0);
    expect(assembly(join(project, 'synth.out'))).toEqual(inside);
  });

  test.each([
    ['.', 'images/empty.js', 'images/empty.js:18:1'],
    ['images', 'empty.js', 'empty.js:18:1'],
    ['elsewhere', '../images/empty.js', '../images/empty.js:18:1'],
  ])('an error names them from where the user stands: %s', async (cwd, app, place) => {
    const { stderr } = await installed.synth(join(project, cwd), ['--app', app]);

    expect(stderr).toMatch(/^error E_PLATFORM /);
    expect(stderr).toContain(` ${place}\n`);
  });

  test('and so do its words', async () => {
    const { stderr } = await installed.synth(project, ['--app', 'images/twice.js']);

    expect(stderr).toMatch(/^error E_IMAGE_DUPLICATE /);
    expect(stderr).toContain('the same name as "b" at images/twice.js:19\n');
  });

  test('an excerpt is of the right file', async () => {
    const { stderr } = await installed.synth(project, ['--app', 'images/broken.js']);

    expect(stderr).toContain('  at images/broken.js:2:7\n');
    expect(stderr).toContain(">>> 2 | throw new Error('broken')\n");
  });

  test('of a command they are told from the working folder', async () => {
    await installed.synth(project, ['--app', 'node images/app.js', '--out', 'of-command']);

    expect(assembly(join(project, 'of-command'))['tree.json']).toContain('"file": "images/app.js"');
  });
});
