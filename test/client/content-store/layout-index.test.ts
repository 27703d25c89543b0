import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { findImage, imagesOf, nameImage } from '../../../lib/client/content-store/layout-index';
import { temporaryFolder } from '../../support/temporary-folder';

const root = temporaryFolder('layouts');
const fresh = () => mkdtempSync(join(root, 'layout-'));
const image = (letter: string) => ({
  mediaType: 'application/vnd.oci.image.index.v1+json',
  digest: `sha256:${letter.repeat(64)}`,
  size: 7,
});

test('names lead to images, and move from one to another', () => {
  const folder = fresh();
  nameImage(folder, image('a'), [{ tag: 'latest' }, { image: 'r.example:5000/x:1' }]);
  nameImage(folder, image('b'), [{ tag: 'latest' }]);

  expect(findImage(folder, 'latest')?.digest).toBe(image('b').digest);
  expect(findImage(folder, 'r.example:5000/x:1')?.digest).toBe(image('a').digest);
  expect(findImage(folder, '1')?.digest).toBe(image('a').digest);
  expect(findImage(folder, '2')).toBeUndefined();
  expect(imagesOf(folder)).toHaveLength(2);
  expect(JSON.parse(readFileSync(join(folder, 'oci-layout'), 'utf8'))).toEqual({
    imageLayoutVersion: '1.0.0',
  });
});

test('the last image with a name is the one that it leads to, whatever came before', () => {
  const name = fc.oneof(
    fc.record({ tag: fc.constantFrom('a', 'b', '1') }),
    fc.record({ image: fc.constantFrom('r.example/x:1', 'r.example/y:1', 'r.example/x:a') }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), name)), (steps) => {
      const folder = fresh();
      const model = new Map<string, string>();
      for (const [letter, given] of steps) {
        nameImage(folder, image(letter), [given]);
        model.set(JSON.stringify(given), image(letter).digest);
      }

      expect(imagesOf(folder)).toHaveLength(model.size);
      for (const [key, digest] of model) {
        const given = JSON.parse(key);
        if ('image' in given) expect(findImage(folder, given.image)?.digest).toBe(digest);
      }
    }),
    { numRuns: 30 },
  );
});

test('fields that are not known stay, and a folder without an index has no images', () => {
  const folder = fresh();
  expect(imagesOf(folder)).toEqual([]);
  expect(existsSync(join(folder, 'index.json'))).toBe(false);

  writeFileSync(join(folder, 'index.json'), '{"schemaVersion":2,"annotations":{"a":"b"}}');
  nameImage(folder, image('a'), [{ tag: 'x' }]);

  expect(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))).toMatchObject({
    schemaVersion: 2,
    annotations: { a: 'b' },
    manifests: [{ digest: image('a').digest }],
  });
});

test.each(['{', '{"manifests":{}}', ''])('an index of %j is told, and kept', (text) => {
  const folder = fresh();
  writeFileSync(join(folder, 'index.json'), text);

  expect(() => nameImage(folder, image('a'), [{ tag: 'x' }])).toThrow(
    expect.objectContaining({ code: 'E_OCI_LAYOUT' }),
  );
  expect(readFileSync(join(folder, 'index.json'), 'utf8')).toBe(text);
});
