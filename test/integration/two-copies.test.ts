import { join } from 'node:path';
import { acmeSynth } from '../support/acme-project';
import { helloFiles } from '../support/hello-project';
import { writeFiles } from '../support/installed-package';
import { PackedPackage } from '../support/packed-package';

jest.setTimeout(120_000);

const packed = new PackedPackage();
const files = helloFiles();
const HELLO = files['app.ts'] ?? '';

/** A project whose package `theirs` hands on the constructs of a copy of the library of its own. */
function project(app: string): string {
  const folder = packed.folder('two-copies');
  writeFiles(folder, { ...files, 'app.ts': app });
  packed.installIn(folder);
  packed.installCopyFor('theirs', folder);
  writeFiles(join(folder, 'node_modules/theirs'), {
    'package.json': '{ "name": "theirs", "version": "1.0.0" }',
    'index.js': "module.exports = require('buildkit-cdk');",
  });
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
  const { code, stderr, stdout } = await acmeSynth(project(app), ['--json']);
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
    const { code, stderr } = await acmeSynth(project(app), []);

    expect(code).toBe(1);
    expect(stderr).toContain('E_ENTRYPOINT');
    expect(stderr).toContain('E_RUNTIME_CONTRACT');
    expect(stderr).toContain('there is no healthcheck');
    expect(stderr).toContain('app.ts:');
  });

  test('have their properties checked by either copy', async () => {
    const app = helloWith(['RuntimeImage']).replace('entrypoint:', 'entrypiont:');
    const { code, stderr } = await acmeSynth(project(app), []);

    expect(code).toBe(1);
    expect(stderr).toContain('did you mean "entrypoint"?');
  });
});
