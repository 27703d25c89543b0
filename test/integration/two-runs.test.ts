import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesApp } from '../support/files-app';
import { InstalledPackage } from '../support/installed-package';

const installed = new InstalledPackage();
jest.setTimeout(90_000);

test('runs that write into one folder at once leave it whole, of one of them', async () => {
  const folder = installed.project({
    'app.js': filesApp(
      "const { mkfile } = require('buildkit-cdk/llb');",
      "const file = { lower: () => scratch().file(mkfile('/text', 0o644, 'text of ' + process.env.TEXT)) };",
      "for (let at = 0; at < 20; at++) new FilesImage(app, 'files' + at, [file]);",
    ),
  });
  const texts = ['one', 'two', 'three', 'four'];
  for (let round = 0; round < 3; round++) {
    const runs = await Promise.all(
      texts.map((TEXT) => installed.synth(folder, ['ls', '--json'], { env: { TEXT } })),
    );
    for (const { code, stderr } of runs) {
      if (code !== 0) expect(stderr).toContain('E_ASSEMBLY_CHANGED');
    }
  }

  const out = join(folder, 'synth.out');
  const written = readdirSync(out)
    .filter((name) => name.endsWith('.llb'))
    .map((name) => readFileSync(join(out, name), 'latin1'));
  expect(written).toHaveLength(40);
  expect(
    texts.filter((text) => written.every((llb) => llb.includes(`text of ${text}`))),
  ).toHaveLength(1);
  expect(readdirSync(folder).filter((name) => /synth\.out\./.test(name))).toEqual([]);
});
