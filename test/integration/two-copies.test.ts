import { readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InstalledPackage } from '../support/installed-package';

jest.setTimeout(120_000);

const [ours, theirs] = [new InstalledPackage(), new InstalledPackage()];
const EXAMPLE = resolve(__dirname, '../../examples/hello');
const read = (name: string) => readFileSync(join(EXAMPLE, name), 'utf8');
const HELLO = read('app.ts');

/** A project whose package `theirs` hands on the constructs of a copy of the library of its own. */
function project(app: string): string {
  const folder = ours.project({
    'app.ts': app,
    'package.json': read('package.json'),
    'synth.lock.json': read('synth.lock.json'),
    'node_modules/theirs/package.json': '{ "name": "theirs", "version": "1.0.0" }',
    'node_modules/theirs/index.js': "module.exports = require('buildkit-cdk');",
    'node_modules/theirs/node_modules/.gitkeep': '',
  });
  symlinkSync(theirs.folder, join(folder, 'node_modules/theirs/node_modules/buildkit-cdk'));
  symlinkSync(join(ours.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
  return folder;
}

/** The example's app, with some of its constructs of the other copy. */
function helloWith(names: readonly string[]): string {
  return names.reduce(
    (app, name) => app.replace(`new ${name}(`, `new theirs.${name}(`),
    HELLO.replace("from 'buildkit-cdk';", "from 'buildkit-cdk'; import * as theirs from 'theirs';"),
  );
}

async function definitions(app: string): Promise<string> {
  const { code, stderr, stdout } = await ours.synth(project(app), ['--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('constructs of two copies of the library in one app', () => {
  test.each([
    [['RuntimeImage']],
    [['DebianBase']],
    [['BuildStage']],
    [['PinnedGitSource']],
    [['BuildStage', 'RuntimeImage']],
    [['DebianBase', 'PinnedGitSource']],
    [['App']],
  ])('make the same definitions with %j of the other copy', async (names) => {
    const app = helloWith(names);
    for (const name of names) expect(app).toContain(`new theirs.${name}(`);
    expect(await definitions(app)).toBe(await definitions(HELLO));
  });

  test('are held to the same contract', async () => {
    const app = helloWith(['RuntimeImage'])
      .replace("['/boot/bin/hello']", "['boot/bin/hello']")
      .replace(/waivers: \{[^}]*\}/, 'waivers: {}');
    const { code, stderr } = await ours.synth(project(app), []);

    expect(code).toBe(1);
    expect(stderr).toContain('E_ENTRYPOINT');
    expect(stderr).toContain('E_RUNTIME_CONTRACT');
    expect(stderr).toContain('there is no healthcheck');
    expect(stderr).toContain('app.ts:');
  });

  test('have their properties checked by either copy', async () => {
    const app = helloWith(['RuntimeImage']).replace('entrypoint:', 'entrypiont:');
    const { code, stderr } = await ours.synth(project(app), []);

    expect(code).toBe(1);
    expect(stderr).toContain('did you mean "entrypoint"?');
  });
});
