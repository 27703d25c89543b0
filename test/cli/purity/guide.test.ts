import { resolve } from 'node:path';
import { fencedBlocks } from '../../support/fenced-blocks';
import { helloFiles, typescriptProject } from '../../support/hello-project';
import { InstalledPackage } from '../../support/installed-package';

const blocks = fencedBlocks(resolve(__dirname, '../../../docs/purity.md'));
const block = (start: string) => blocks.find(({ text }) => text.startsWith(start))?.text ?? start;
const installed = new InstalledPackage();

test('the app of the guide is told what the guide shows', async () => {
  const app = block('import ');
  const folder = typescriptProject(installed, { ...helloFiles(), 'app.ts': app });

  const { code, stderr } = await installed.synth(folder, ['verify']);

  const dated = (text: string) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
  expect(code).toBe(3);
  expect(`$ synth verify\n${dated(stderr)}`).toBe(dated(block('$ synth verify\nerror ')));
});

test('a variable that is read without need is warned of as the guide shows', async () => {
  const app =
    "import { App } from 'buildkit-cdk';\n\nif (process.env.DEBUG) console.log('x');\nnew App().synth();\n";
  const folder = typescriptProject(installed, { ...helloFiles(), 'app.ts': app });

  const { stderr } = await installed.synth(folder, ['verify']);

  const places = (text: string) => text.replace(/app\.ts:\d+:\d+/, '<place>');
  expect(`$ synth verify\n${places(stderr)}`).toBe(places(block('$ synth verify\nwarning ')));
});
