import { Writable } from 'node:stream';
import fc from 'fast-check';
import type { ImageManifest } from '../../../lib/assembly/manifest';
import { makeExporter, publishedNames } from '../../../lib/build/plan/exporters';
import { destOf, isPushed } from '../../../lib/build/plan/output';
import { parseImageReference } from '../../../lib/oci/image-reference';

const IMAGE: ImageManifest = {
  name: 'hello',
  constructPath: 'hello',
  platformNames: ['linux/amd64'],
  platforms: [],
  publish: { names: ['r.example/me/hello', 'hello'], tags: ['1', 'latest'] },
  sourceDateEpoch: 12,
  isDated: true,
};

test('an image has each of its names with each of its tags, in full', () => {
  expect(publishedNames(IMAGE)).toEqual([
    'r.example/me/hello:1',
    'r.example/me/hello:latest',
    'docker.io/library/hello:1',
    'docker.io/library/hello:latest',
  ]);
  expect(publishedNames({ ...IMAGE, publish: { names: [], tags: [] } })).toEqual([
    'docker.io/library/hello:latest',
  ]);
});

test('names and tags are a product: none is lost, and each is a reference', () => {
  const name = fc.stringMatching(/^[a-z0-9]{1,5}(\/[a-z0-9]{1,5})?$/);
  const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,5}$/);
  fc.assert(
    fc.property(
      fc.array(name, { maxLength: 3 }),
      fc.array(tag, { maxLength: 3 }),
      (names, tags) => {
        const published = publishedNames({ ...IMAGE, publish: { names, tags } });

        expect(published).toHaveLength(Math.max(1, names.length) * Math.max(1, tags.length));
        expect(published.map((one) => parseImageReference(one).tag)).toEqual(
          published.map((_, at) => (tags.length === 0 ? 'latest' : tags[at % tags.length])),
        );
      },
    ),
  );
});

describe('an exporter', () => {
  const exporter = (output: Parameters<typeof makeExporter>[0], image = IMAGE) =>
    makeExporter(output, image, { cwd: '/work' });

  test('of an image names it, dates it, and pushes it where that is asked for', () => {
    expect(exporter({ type: 'image' })).toEqual({
      type: 'image',
      attrs: {
        name: publishedNames(IMAGE).join(','),
        'oci-mediatypes': 'true',
        'source-date-epoch': '12',
      },
    });
    expect(exporter({ type: 'image', push: true }).attrs).toMatchObject({ push: 'true' });
    expect(exporter({ type: 'image', push: false }).attrs).not.toHaveProperty('push');
  });

  test.each(['oci', 'docker'] as const)('of type %s is a named file', (type) => {
    const { attrs, output } = exporter({ type, dest: 'out/x.tar' });

    expect(output).toBe('/work/out/x.tar');
    expect(attrs).toEqual({ name: publishedNames(IMAGE).join(','), 'source-date-epoch': '12' });
  });

  test.each(['tar', 'local'] as const)('of type %s has files and no name', (type) => {
    const image = { ...IMAGE, isDated: false };

    expect(exporter({ type, dest: '/abs' } as never, image)).toEqual({
      type,
      output: '/abs',
      attrs: { 'source-date-epoch': '12' },
    });
  });

  test('dates the layers anew where the image does not say that they are dated', () => {
    for (const isDated of [false, undefined]) {
      const { isDated: _, ...rest } = IMAGE;
      const image = isDated === undefined ? rest : { ...rest, isDated };
      expect(exporter({ type: 'oci', dest: 'x' }, image).attrs).toMatchObject({
        'rewrite-timestamp': 'true',
      });
    }
    expect(exporter({ type: 'oci', dest: 'x' }).attrs).not.toHaveProperty('rewrite-timestamp');
  });

  test('takes what the user says before its own, and a stream as it is', () => {
    const dest = () => new Writable();
    const attrs = { name: 'other', 'source-date-epoch': '', compression: 'zstd' } as const;

    expect(exporter({ type: 'oci', dest, attrs })).toEqual({ type: 'oci', output: dest, attrs });
  });
});

describe('what goes to Docker', () => {
  const loaded = (place: { isDocker?: boolean; isIndex?: boolean }) =>
    makeExporter({ type: 'docker' }, IMAGE, { cwd: '/work', ...place });

  test('stays with Docker Engine, and is loaded from another daemon', () => {
    expect(loaded({ isDocker: true })).toEqual(
      makeExporter({ type: 'image' }, IMAGE, { cwd: '/work' }),
    );
    expect(loaded({})).toMatchObject({ type: 'docker', output: expect.any(Function) });
    expect(loaded({ isIndex: true })).toMatchObject({ type: 'oci', output: expect.any(Function) });
  });
});

test('what is pushed by its digest has names without tags', () => {
  const attrs = { 'push-by-digest': true } as const;
  expect(
    makeExporter({ type: 'image', push: true, attrs }, IMAGE, { cwd: '/' }).attrs,
  ).toMatchObject({
    name: 'r.example/me/hello,docker.io/library/hello',
    'push-by-digest': 'true',
    push: 'true',
  });
});

test('what is pushed, and what comes to this machine', () => {
  expect(isPushed({ type: 'image', attrs: { push: 'true' } })).toBe(true);
  expect(isPushed({ type: 'image', push: true })).toBe(true);
  expect(isPushed({ type: 'image' })).toBe(false);
  expect(isPushed({ type: 'tar', dest: 'x' })).toBe(false);
  expect([destOf({ type: 'image' }), destOf({ type: 'local', dest: 'x' })]).toEqual([
    undefined,
    'x',
  ]);
});
