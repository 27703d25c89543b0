import { type CacheSide, cacheProblems } from '../../../lib/build/attrs/cache-attrs';

test.each<[CacheSide, string, object]>([
  ['from', 'registry', { ref: 'x', 'registry.insecure': true }],
  ['from', 'local', { src: '/x', tag: 'a', digest: 'sha256:x' }],
  ['from', 'gha', { scope: 'a', url_v2: 'u', token: 't', version: '2' }],
  ['to', 'registry', { ref: 'x', mode: 'max', 'ignore-error': 'true', compression: 'zstd' }],
  ['to', 'local', { dest: '/x', reset: true, 'image-manifest': false, 'oci-mediatypes': false }],
  ['to', 'inline', {}],
  ['to', 's3', { bucket: 'b', upload_parallelism: 4, use_path_style: 'true', mode: 'min' }],
  ['to', 'azblob', { account_url: 'u', container: 'c', blobs_prefix: 'b', 'compression-level': 3 }],
])('%s type=%s takes %j', (side, type, attrs) => {
  expect(cacheProblems(side, type, attrs)).toEqual([]);
});

test.each<[CacheSide, string, object, object]>([
  ['from', 'regisry', {}, { message: 'has no type "regisry"' }],
  ['from', 'inline', {}, { fix: expect.stringContaining('type=registry') }],
  ['from', 'registry', {}, { message: 'needs "ref"' }],
  ['from', 'registry', { ref: '' }, { message: 'needs "ref"' }],
  ['to', 'local', { src: '/x', dest: '/y' }, { message: 'has no attribute "src"' }],
  ['to', 's3', { buket: 'x', bucket: 'b' }, { fix: 'did you mean "bucket"?' }],
  ['from', 'registry', { ref: 'x', mode: 'max' }, { message: 'has no attribute "mode"' }],
  ['to', 'registry', { ref: 'x', mode: 'maximal' }, { expected: 'min, max' }],
  ['to', 'registry', { ref: 'x', 'ignore-error': 'yes' }, { expected: 'true or false' }],
])('%s type=%s refuses %j', (side, type, attrs, problem) => {
  expect(cacheProblems(side, type, attrs)).toEqual([expect.objectContaining(problem)]);
});
