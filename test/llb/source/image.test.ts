import {
  type ImageOptions,
  image,
  imageBlob,
  type OciLayoutOptions,
  ociLayout,
  ociLayoutBlob,
} from '../../../lib/llb';
import { optionError, resultBody, resultCaps, resultHex, resultOp, sourceAttrs } from '../decoded';
import { compareRows, goTables, orRefused } from '../go-tables';

const HEX = 'a'.repeat(64);
const identifier = (reference: string): string => resultBody(image(reference), 'source').identifier;

test("names are completed and refused as by Docker's reference", () => {
  const { ours, go } = compareRows(goTables().reference, (reference) =>
    orRefused('E_IMAGE_REFERENCE', () => identifier(reference).replace('docker-image://', '')),
  );
  expect(ours).toEqual(go);
});

test('is a source with the platform of the marshalling, or its own', () => {
  expect(resultOp(image('a')).platform).toMatchObject({ os: 'linux', architecture: 'amd64' });
  const own = { os: 'linux', architecture: 'arm', variant: 'v5' };
  expect(resultOp(image('a', { platform: own })).platform).toMatchObject(own);
  expect(sourceAttrs(image('a'))).toEqual({});
  expect(resultCaps(image('a'))).toEqual(['source.image']);
});

test.each<[string, ImageOptions, Record<string, string>, string[]]>([
  [
    'resolveMode pull',
    { resolveMode: 'pull' },
    { 'image.resolvemode': 'pull' },
    ['source.image.resolvemode'],
  ],
  ['resolveMode local', { resolveMode: 'local' }, { 'image.resolvemode': 'local' }, []],
  ['recordType', { recordType: 'internal' }, { 'image.recordtype': 'internal' }, []],
  ['layerLimit', { layerLimit: 3 }, { 'image.layerlimit': '3' }, ['source.image.layerlimit']],
  ['layerLimit 0', { layerLimit: 0 }, { 'image.layerlimit': '0' }, ['source.image.layerlimit']],
  ['checksum', { checksum: 'c' }, { 'image.checksum': 'c' }, ['source.image.checksum']],
])('%s becomes an attribute and asks for its capability', (_name, options, attrs, caps) => {
  expect(sourceAttrs(image('a', options))).toEqual(attrs);
  expect(resultCaps(image('a', options))).toEqual(['source.image', ...caps].sort());
});

test('the defaults leave no trace', () => {
  const options: ImageOptions = { resolveMode: 'default', recordType: '', checksum: '' };
  expect(resultHex(image('a', options))).toBe(resultHex(image('a')));
});

test.each([
  ['image', (layerLimit: number) => image('a', { layerLimit })],
  ['ociLayout', (layerLimit: number) => ociLayout('a', { layerLimit })],
])('a layer limit of %s that is none is refused', (_name, make) => {
  for (const limit of [-1, 2 ** 31, 0.5, Number.NaN]) {
    expect(() => make(limit)).toThrow(
      optionError('layerLimit', String(limit), 'a whole number from 0 to 2147483647'),
    );
  }
  expect(sourceAttrs(make(2 ** 31 - 1))).not.toEqual({});
});

describe('an OCI layout', () => {
  test('is a source with a platform, by the reference as it is written', () => {
    const op = resultOp(ociLayout('Not/Real@sha256:x'));
    expect(op.platform?.architecture).toBe('amd64');
    expect(op.body).toMatchObject({ identifier: 'oci-layout://Not/Real@sha256:x', attrs: {} });
    expect(resultCaps(ociLayout('a'))).toEqual(['source.ocilayout']);
  });

  test.each<[OciLayoutOptions, Record<string, string>]>([
    [{ sessionId: 's' }, { 'oci.session': 's' }],
    [{ storeId: 't' }, { 'oci.store': 't' }],
    [{ layerLimit: 0 }, { 'oci.layerlimit': '0' }],
    [{ sessionId: '', storeId: '' }, {}],
  ])('with %j has the attributes %j', (options, attrs) => {
    expect(sourceAttrs(ociLayout('a', options))).toEqual(attrs);
  });
});

describe('a blob', () => {
  const digest = `sha256:${HEX}`;

  test('of a repository is a source without platform, by its full name', () => {
    const op = resultOp(imageBlob(`a@${digest}`));
    expect(op.platform).toBeUndefined();
    expect(op.body).toMatchObject({
      identifier: `docker-image+blob://docker.io/library/a@${digest}`,
      attrs: {},
    });
    expect(resultCaps(imageBlob(`a@${digest}`))).toEqual(['source.imageblob']);
  });

  test('of a layout has the attributes of its store and its file', () => {
    const state = ociLayoutBlob(`h/a@${digest}`, {
      sessionId: 's',
      storeId: 't',
      filename: 'f',
      chmod: 0o644,
      uid: 1,
      gid: 2,
    });
    expect(resultBody(state, 'source').identifier).toBe(
      `oci-layout+blob://docker.io/h/a@${digest}`,
    );
    expect(sourceAttrs(state)).toEqual({
      'oci.session': 's',
      'oci.store': 't',
      'http.filename': 'f',
      'http.perm': '0644',
      'http.uid': '1',
      'http.gid': '2',
    });
    expect(resultCaps(state)).toEqual(['source.imageblob']);
  });

  test.each([
    ['a', 'no digest'],
    ['a:1', 'the tag "1"'],
    [`a:1@${digest}`, 'the tag "1"'],
  ])('of %j is refused', (reference, got) => {
    for (const make of [imageBlob, ociLayoutBlob]) {
      expect(() => make(reference)).toThrow(
        expect.objectContaining({
          code: 'E_IMAGE_REFERENCE',
          message: `blob reference "${reference}" is not by digest`,
          details: { got, expected: 'registry/name@sha256:…' },
        }),
      );
    }
  });
});
