import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readAssembly } from '../../lib/assembly/assembly-reader';
import { type AssemblyContent, writeAssembly } from '../../lib/assembly/assembly-writer';
import { mkfile, scratch } from '../../lib/llb';
import { Definition } from '../../lib/llb/definition/definition';
import { imageConfigJson } from '../../lib/oci/image-config';
import { temporaryFolder } from '../support/temporary-folder';

const place = temporaryFolder('round-trip');
let count = 0;

const name = fc.stringMatching(/^[a-z0-9]{1,6}$/);
const word = fc.string({ unit: fc.constantFrom(...'ab é"\\\n'), maxLength: 6 });
const platforms = fc.subarray(['linux/amd64', 'linux/arm64', 'linux/arm/v7'], { minLength: 1 });

const image = fc
  .record({
    name,
    platforms,
    text: word,
    user: word,
    tags: fc.subarray(['1', 'latest']),
    line: fc.integer({ min: 1, max: 99 }),
  })
  .map(
    ({ line, name: of, platforms: list, tags, text, user }): AssemblyContent['images'][number] => ({
      name: of,
      constructPath: of,
      source: { file: 'app.ts', line, column: 1 },
      platformNames: list,
      platforms: list.map((platform) => {
        const [os = '', architecture = '', variant] = platform.split('/');
        const target = { os, architecture, ...(variant === undefined ? {} : { variant }) };
        return {
          platform,
          definition: scratch()
            .file(mkfile('/x', 0o644, `${text} ${platform}`))
            .marshal({ platform: target }),
          config: imageConfigJson(target, { User: user }, [text], line),
          packages: line,
        };
      }),
      publish: { names: [`r.example/${of}`], tags },
      sourceDateEpoch: line,
      isDated: line % 2 === 0,
    }),
  );

const content = fc
  .uniqueArray(image, { minLength: 1, maxLength: 3, selector: (one) => one.name })
  .map(
    (images): AssemblyContent => ({
      images,
      locals: {},
      archiveFiles: {},
      requests: [],
      missing: [],
      tree: { id: '', path: '', type: 'App', children: [] },
    }),
  );

const fresh = () => join(place, `out-${count++}`);
const filesOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((file) => [file, readFileSync(join(folder, file), 'latin1')]),
  );

test('an assembly is read as it was written: images, platforms, definitions, configs', () => {
  fc.assert(
    fc.property(content, (written) => {
      const folder = fresh();
      writeAssembly(folder, written);
      const { manifest } = readAssembly(folder);

      expect(manifest.images.map(({ platforms: _, ...rest }) => rest)).toEqual(
        written.images.map(({ platforms: _, ...rest }) => JSON.parse(JSON.stringify(rest))),
      );
      for (const [at, { platforms: list }] of written.images.entries()) {
        for (const [nth, one] of list.entries()) {
          const read = manifest.images[at]?.platforms[nth];
          expect(read).toMatchObject({
            platform: one.platform,
            packages: one.packages,
            digest: one.definition.digest,
          });
          const bytes = readFileSync(join(folder, read?.definition ?? ''));
          expect(Definition.fromBytes(bytes).digest).toBe(one.definition.digest);
          expect(readFileSync(join(folder, read?.config ?? ''), 'utf8')).toBe(one.config);
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('no two platforms of any images share a file, and there is no other file', () => {
  fc.assert(
    fc.property(content, (written) => {
      const folder = fresh();
      writeAssembly(folder, written);
      const all = readAssembly(folder).manifest.images.flatMap((one) =>
        one.platforms.flatMap(({ config, definition }) => [config, definition]),
      );

      expect(new Set(all).size).toBe(all.length);
      expect(Object.keys(filesOf(folder))).toEqual([...all, 'manifest.json', 'tree.json'].sort());
    }),
    { numRuns: 20 },
  );
});

test('written over another it has nothing of that, and is as if it was written first', () => {
  fc.assert(
    fc.property(content, content, (before, after) => {
      const [once, twice] = [fresh(), fresh()];
      writeAssembly(once, after);
      writeAssembly(twice, before);
      writeAssembly(twice, after);

      expect(filesOf(twice)).toEqual(filesOf(once));
      expect(readdirSync(place).filter((one) => /new-|old-/.test(one))).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('an equal one stays where it is, with a new date of its manifest alone', () => {
  const [written] = fc.sample(content, { numRuns: 1, seed: 1 });
  if (written === undefined) throw new Error('no content');
  const folder = fresh();
  writeAssembly(folder, written);
  const inode = () => statSync(folder).ino;
  const before = inode();
  for (const file of readdirSync(folder)) utimesSync(join(folder, file), 1, 1);
  writeAssembly(folder, written);

  expect(inode()).toBe(before);
  const renewed = readdirSync(folder).filter((file) => statSync(join(folder, file)).mtimeMs > 1000);
  expect(renewed).toEqual(['manifest.json']);
  // One more file, and it is no longer equal: the folder is made anew.
  writeFileSync(join(folder, 'gone.linux-amd64.llb'), '');
  writeAssembly(folder, written);
  expect(readdirSync(folder)).not.toContain('gone.linux-amd64.llb');
});

test.each(['notes.txt', '.git', 'manifest.json.bak', 'hello.llb.d'])(
  'a folder that holds %s is nobody’s to write over',
  (file) => {
    const [written] = fc.sample(content, { numRuns: 1, seed: 1 });
    if (written === undefined) throw new Error('no content');
    const folder = fresh();
    mkdirSync(folder);
    writeFileSync(join(folder, file), 'mine');

    expect(() => writeAssembly(folder, written)).toThrow(
      expect.objectContaining({
        code: 'E_ASSEMBLY_FOLDER',
        details: expect.objectContaining({ got: expect.stringContaining(`"${file}"`) }),
      }),
    );
    expect(filesOf(folder)).toEqual({ [file]: 'mine' });
  },
);

test('two images of one name are refused, with the construct of the second', () => {
  const [written] = fc.sample(content, { numRuns: 1, seed: 1 });
  const [first] = written?.images ?? [];
  if (written === undefined || first === undefined) throw new Error('no content');
  const folder = fresh();
  const twice = { ...written, images: [first, { ...first, constructPath: 'second' }] };

  expect(() => writeAssembly(folder, twice)).toThrow(
    expect.objectContaining({
      code: 'E_ASSEMBLY_FORMAT',
      details: expect.objectContaining({ constructPath: 'second' }),
    }),
  );
  expect(readdirSync(place)).not.toContain(folder);
});
