import { formatImageReference, parseImageReference } from '../../lib/oci/image-reference';

const HEX = '0'.repeat(64);

describe('an image reference', () => {
  test.each([
    ['alpine', { registry: 'docker.io', repository: 'library/alpine' }],
    ['me/app:1', { registry: 'docker.io', repository: 'me/app', tag: '1' }],
    ['localhost/app', { registry: 'localhost', repository: 'app' }],
    ['127.0.0.1:5000/a/b/c', { registry: '127.0.0.1:5000', repository: 'a/b/c' }],
    ['[::1]:5000/a', { registry: '[::1]:5000', repository: 'a' }],
    [
      `r.example/a:v1@sha256:${HEX}`,
      { registry: 'r.example', repository: 'a', tag: 'v1', digest: `sha256:${HEX}` },
    ],
  ])('%s is read in full, and written again', (text, expected) => {
    const reference = parseImageReference(text);

    expect(reference).toEqual(expected);
    expect(parseImageReference(formatImageReference(reference))).toEqual(reference);
  });

  test.each([
    '',
    'a:b:c',
    'a@sha256:short',
    'a//b',
    'http://r.example/a',
    'a b',
    'r.example/UPPER',
    HEX,
  ])('rejects %j', (text) => {
    expect(() => parseImageReference(text)).toThrow(
      expect.objectContaining({ code: 'E_IMAGE_REFERENCE' }),
    );
  });
});
