import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesApp } from '../support/files-app';
import { InstalledPackage } from '../support/installed-package';

const installed = new InstalledPackage();
jest.setTimeout(90_000);

/** An app that writes its assembly many times over, each time another. */
const APP = filesApp(
  "const { mkfile } = require('buildkit-cdk/llb');",
  'const add = (app, text) => new FilesImage(app, "files", [{ lower: () => scratch().file(mkfile("/text", 0o644, text)) }]);',
  'for (let round = 0; round < 150; round++) {',
  '  const again = new App();',
  '  add(again, process.env.TEXT + " " + round);',
  '  again.synth();',
  '}',
  'add(app, "text of " + process.env.TEXT);',
);

test('runs that write into one folder at once come to their ends, and leave it whole', async () => {
  const folder = installed.project({ 'app.js': APP });
  const texts = ['one', 'two', 'three', 'four'];

  const runs = await Promise.all(
    texts.map((TEXT) => installed.synth(folder, ['ls', '--json'], { env: { TEXT } })),
  );

  for (const { code, stderr } of runs) {
    if (code !== 0) expect(stderr).toContain('E_ASSEMBLY_CHANGED');
  }
  const out = join(folder, 'synth.out');
  const written = readdirSync(out)
    .filter((name) => name.endsWith('.llb'))
    .map((name) => readFileSync(join(out, name), 'latin1'));
  expect(written).toHaveLength(2);
  expect(texts.filter((text) => written.every((llb) => llb.includes(text)))).toHaveLength(1);
  expect(readdirSync(folder).filter((name) => /synth\.out\./.test(name))).toEqual([]);
});
