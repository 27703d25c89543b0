import { lstatSync, readdirSync, renameSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type AssemblyContent, writeAssembly } from '../../lib/assembly/assembly-writer';
import { mkfile, scratch } from '../../lib/llb';
import { imageConfigJson } from '../../lib/oci/image-config';
import { temporaryFolder } from '../support/temporary-folder';

type Image = AssemblyContent['images'][number];

const folder = join(temporaryFolder('assembly'), 'synth.out');
const AMD64 = { os: 'linux', architecture: 'amd64' };

function content(texts: Readonly<Record<string, string>>): AssemblyContent {
  return {
    images: Object.entries(texts).map(([name, text]) => ({
      name,
      constructPath: name,
      platformNames: ['linux/amd64'],
      platforms: [
        {
          platform: 'linux/amd64',
          definition: scratch()
            .file(mkfile('/x', 0o644, text))
            .marshal({ platform: AMD64 }),
          config: imageConfigJson(AMD64, {}, [], 0),
          packages: 0,
        },
      ],
      publish: { names: [], tags: [] },
      sourceDateEpoch: 0,
    })),
    locals: {},
    archiveFiles: {},
    requests: [],
    missing: [],
    tree: { id: '', path: '', type: 'App', children: [] },
  };
}

/** Makes every file old, and tells later which are not any longer. */
function age(): () => string[] {
  const files = readdirSync(folder);
  for (const name of files) utimesSync(join(folder, name), 0, 0);
  return () => readdirSync(folder).filter((name) => statSync(join(folder, name)).mtimeMs > 0);
}

const ALL = ['a.linux-amd64.config.json', 'a.linux-amd64.llb', 'manifest.json', 'tree.json'];

test('an equal assembly stays, and its manifest has a new date', () => {
  writeAssembly(folder, content({ a: 'one' }));
  const renewed = age();

  writeAssembly(folder, content({ a: 'one' }));

  expect(readdirSync(folder).sort()).toEqual(ALL);
  expect(renewed()).toEqual(['manifest.json']);
});

test.each([
  ['another definition', { a: 'two' }, ALL],
  ['an image less', {}, ['manifest.json', 'tree.json']],
])('%s: all of it is written anew', (_name, texts, files) => {
  writeAssembly(folder, content({ a: 'one' }));
  const renewed = age();

  writeAssembly(folder, content(texts));

  expect(readdirSync(folder).sort()).toEqual(files);
  expect(renewed().sort()).toEqual(files);
});

test.each(['/proc/x/y', '/proc/self/fd/none/x'])(
  'fails at once where nothing can be made: %s',
  (path) => {
    expect(() => writeAssembly(join(path, 'synth.out'), content({ a: 'one' }))).toThrow(
      expect.objectContaining({ code: 'E_ASSEMBLY_FOLDER' }),
    );
  },
);

test.each<[string, (image: Image) => Partial<Image>, string]>([
  ['a date past all dates', () => ({ sourceDateEpoch: 1e15 }), 'images[0].sourceDateEpoch'],
  ['a platform too many', () => ({ platformNames: ['linux/arm64'] }), 'images[0].platforms'],
  [
    'a config of another platform',
    ({ platforms }) => ({
      platforms: platforms.map((platform) => ({ ...platform, config: '{"os":"linux"}' })),
    }),
    'architecture',
  ],
])('%s is not written, and told with the image', (_name, change, place) => {
  const { images, ...rest } = content({ a: 'one' });
  const [image] = images;
  if (image === undefined) throw new Error('no image');
  const source = { file: 'app.ts', line: 7, column: 1 };
  const changed = { ...rest, images: [{ ...image, source, ...change(image) }] };

  expect(() => writeAssembly(folder, changed)).toThrow(
    expect.objectContaining({
      code: 'E_ASSEMBLY_FORMAT',
      message: expect.stringContaining(place),
      details: expect.objectContaining({ constructPath: 'a', source }),
    }),
  );
});

test('a link in the place of a file is written anew, and nothing through it', () => {
  writeAssembly(folder, content({ a: 'one' }));
  const manifest = join(folder, 'manifest.json');
  const outside = join(folder, '../outside');
  renameSync(manifest, outside);
  symlinkSync(outside, manifest);
  utimesSync(outside, 0, 0);

  writeAssembly(folder, content({ a: 'one' }));

  expect(lstatSync(manifest).isFile()).toBe(true);
  expect(statSync(outside).mtimeMs).toBe(0);
});
