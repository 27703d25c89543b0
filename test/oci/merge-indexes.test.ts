import { NoImageError } from '../../lib/oci/image-index';
import { mergeIndexes } from '../../lib/oci/merge-indexes';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const digest = (character: string) => `sha256:${character.repeat(64)}`;
const descriptor = (character: string, architecture: string, more: object = {}) => ({
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  digest: digest(character),
  size: 1,
  platform: { architecture, os: architecture === 'unknown' ? 'unknown' : 'linux' },
  ...more,
});
const attestation = (character: string, subject: string) =>
  descriptor(character, 'unknown', {
    annotations: { 'vnd.docker.reference.digest': digest(subject) },
  });
const part = (platforms: readonly string[], manifests: readonly object[], more: object = {}) => ({
  bytes: Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests, ...more })),
  platforms,
});
const merged = (...args: Parameters<typeof mergeIndexes>) =>
  JSON.parse(Buffer.from(mergeIndexes(...args).bytes).toString('utf8'));

test('manifests come in the order of the platforms, attestations behind them', () => {
  const { manifests } = merged(
    [
      part(
        ['linux/arm64', 'linux/s390x'],
        [
          descriptor('a', 'arm64'),
          descriptor('b', 's390x'),
          attestation('2', 'b'),
          attestation('1', 'a'),
        ],
      ),
      part(['linux/amd64'], [descriptor('c', 'amd64'), attestation('3', 'c')]),
    ],
    ['linux/amd64', 'linux/arm64', 'linux/s390x'],
  );

  expect(manifests.map((one: { digest: string }) => one.digest)).toEqual(
    ['c', 'a', 'b', '3', '1', '2'].map(digest),
  );
});

test('is written as Go writes it: escaped, with sorted annotations', () => {
  const annotations = { 10: 'ten', 9: 'nine', a: '<&>\u2028' };
  const { bytes, mediaType } = mergeIndexes(
    [part(['linux/amd64'], [descriptor('a', 'amd64')], { annotations })],
    ['linux/amd64'],
  );

  expect(mediaType).toBe(INDEX);
  expect(Buffer.from(bytes).toString('utf8')).toBe(`{
  "schemaVersion": 2,
  "mediaType": "${INDEX}",
  "manifests": [
    {
      "mediaType": "application/vnd.oci.image.manifest.v1+json",
      "digest": "${digest('a')}",
      "size": 1,
      "platform": {
        "architecture": "amd64",
        "os": "linux"
      }
    }
  ],
  "annotations": {
    "10": "ten",
    "9": "nine",
    "a": "\\u003c\\u0026\\u003e\\u2028"
  }
}`);
});

test.each([
  ['a manifest', [{ bytes: Buffer.from('{"config":{}}'), platforms: ['linux/amd64'] }]],
  ['no JSON', [{ bytes: Buffer.from('{'), platforms: ['linux/amd64'] }]],
  ['an index of another platform', [part(['linux/amd64'], [descriptor('a', 'arm64')])]],
  [
    'an index of another type',
    [
      part(['linux/amd64'], [descriptor('a', 'amd64')]),
      part(['linux/arm64'], [descriptor('b', 'arm64')], { annotations: { a: 'b' } }),
    ],
  ],
  ['nothing', []],
])('refuses %s', (_what, parts) => {
  expect(() => mergeIndexes(parts, ['linux/amd64'])).toThrow(NoImageError);
});

test('refuses to leave a platform out', () => {
  expect(() =>
    mergeIndexes(
      [part(['linux/amd64'], [descriptor('a', 'amd64')])],
      ['linux/amd64', 'linux/arm64'],
    ),
  ).toThrow('no part for linux/arm64');
});
