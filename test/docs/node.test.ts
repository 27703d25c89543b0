import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';
import { lockEntry, packageLock } from '../support/npm-registry';

jest.setTimeout(60_000);

const installed = new InstalledPackage();
const apps = fencedBlocks(resolve(__dirname, '../../docs/node.md')).filter(
  ({ language }) => language === 'ts',
);

const entry = (name: string, more: object = {}) =>
  lockEntry({ name, version: '1.0.0' }, { ...more });
const projectOf = (names: readonly string[], more: object = {}) => {
  const dependencies = Object.fromEntries(names.map((name) => [name, '1.0.0']));
  const packages = Object.fromEntries(
    names.map((name) => [`node_modules/${name}`, entry(name, more)]),
  );
  return {
    'package.json': JSON.stringify({ dependencies }),
    'package-lock.json': packageLock({ dependencies }, packages),
  };
};
const inFolder = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));

/** Runs a snippet as an app, with answers that are made up: what it unpacks, and what it runs. */
async function run(text: string): Promise<{ unpacked: string[]; npm: string[][] }> {
  const folder = installed.project({
    'app.ts': text.replace(
      'app.synth();',
      `import { Testing } from 'buildkit-cdk/testing';
       const image = app.node.findAll().find((one) => 'imageName' in one);
       const of = Testing.synth(app).image(image.node.id).platform('linux/amd64');
       const execs = of.findExecs().map(({ args }) => args);
       console.log(JSON.stringify({
         unpacked: of.findSources().map(({ identifier }) => identifier).filter((one) => one.startsWith('local://npm-')),
         npm: execs.filter(([program]) => program === 'npm'),
       }));`,
    ),
    ...inFolder('source', projectOf(['one', 'two'])),
    ...inFolder('scripted', projectOf(['compiled', 'thankful'], { hasInstallScript: true })),
  });
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
  const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'app.ts'], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test('docs/node.md shows three apps', () => {
  expect(apps.map(({ text }) => /RuntimeImage\(app, '(\w+)'/.exec(text)?.[1])).toEqual([
    'server',
    'published',
    'scripted',
  ]);
});

test.each(apps.map(({ line, text }) => [line, text]))(
  'the app on line %i unpacks its packages, and runs the scripts that it names alone',
  async (_line, text) => {
    const { npm, unpacked } = await run(text);

    expect(unpacked).toHaveLength(1);
    expect(npm).toEqual(text.includes('scripts:') ? [['npm', 'rebuild', 'compiled@1.0.0']] : []);
  },
);
