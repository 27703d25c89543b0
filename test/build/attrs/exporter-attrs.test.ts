import fc from 'fast-check';
import { attrTexts, isTrue } from '../../../lib/build/attrs/attribute';
import { type ExporterType, exporterAttrProblems } from '../../../lib/build/attrs/exporter-attrs';

const TYPES: readonly ExporterType[] = ['image', 'oci', 'docker', 'tar', 'local'];
const messages = (type: ExporterType, attrs: object) =>
  exporterAttrProblems(type, attrs).map(({ message }) => message);

test.each<[ExporterType, object]>([
  ['image', { push: true, 'push-by-digest': 'true', name: 'r.example/x,r.example:5000/y' }],
  ['image', { unpack: '1', store: 'F', 'name-canonical': 'True', 'dangling-name-prefix': 'x' }],
  ['image', { compression: 'zstd', 'compression-level': 22, 'force-compression': true }],
  ['image', { 'annotation.a': 'b', 'annotation-index.a.b/c': '', 'registry.insecure': true }],
  ['oci', { tar: false, 'oci-artifact': true, 'annotation-manifest[linux/arm64].a': '1' }],
  ['docker', { 'compression-level': '9', 'annotation-manifest-descriptor.a': 'x' }],
  ['oci', { compression: 'estargz', 'oci-mediatypes': true, 'source-date-epoch': '' }],
  ['tar', { 'platform-split': 'false', 'attestation-prefix': 'a' }],
  ['local', { mode: 'delete', 'source-date-epoch': 0 }],
  ['local', { mode: undefined }],
])('type=%s takes %j', (type, attrs) => {
  expect(exporterAttrProblems(type, attrs)).toEqual([]);
});

test.each<[ExporterType, object, object]>([
  ['image', { compresion: 'zstd' }, { fix: 'did you mean "compression"?' }],
  ['image', { 'oci-mediatype': 'true' }, { fix: 'did you mean "oci-mediatypes"?' }],
  ['oci', { push: 'true' }, { message: 'has no attribute "push"', fix: 'it is one of type=image' }],
  ['local', { 'annotation.a': 'x' }, { fix: 'annotate an image' }],
  ['image', { 'annotation-indx.a': 'x' }, { message: 'has no attribute "annotation-indx.a"' }],
  ['image', { push: 'yes' }, { got: '"yes"', expected: 'true or false' }],
  ['image', { push: '' }, { expected: 'true or false' }],
  ['oci', { compression: 'xz' }, { expected: 'uncompressed, gzip, estargz, zstd' }],
  ['oci', { 'compression-level': '-1' }, { expected: 'a number of 0 or more' }],
  ['oci', { 'compression-level': 10 }, { expected: '0 to 9' }],
  ['oci', { compression: 'zstd', 'compression-level': 23 }, { expected: '0 to 22' }],
  ['image', { compression: 'zstd', 'oci-mediatypes': 'false' }, { message: /media types/ }],
  ['image', { unpack: true, 'rewrite-timestamp': true }, { fix: 'leave one of them out' }],
  ['image', { 'push-by-digest': true, name: 'r.example:5/x:1' }, { got: 'name "r.example:5/x:1"' }],
  ['docker', { tar: false }, { fix: 'use type=oci for a folder' }],
  ['local', { mode: 'move' }, { expected: 'copy, delete' }],
])('type=%s refuses %j', (type, attrs, problem) => {
  const [first, ...others] = exporterAttrProblems(type, attrs);

  expect(others).toEqual([]);
  for (const [key, wanted] of Object.entries(problem)) {
    const told = String(first?.[key as 'message']);
    if (wanted instanceof RegExp) expect(told).toMatch(wanted);
    else expect(told).toBe(wanted);
  }
});

test('what is wrong is told all at once', () => {
  expect(messages('oci', { pusch: 1, tar: 'x', 'compression-level': 'y' })).toHaveLength(3);
});

test('a flag is what Go takes for one', () => {
  const words = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 5 })), (word) => {
      expect(messages('image', { push: word }).length === 0).toBe(words.includes(word));
      expect(isTrue(word)).toBe(words.indexOf(word) >= 0 && words.indexOf(word) < 6);
    }),
  );
});

test('any name that no exporter has is refused by all', () => {
  const name = fc.stringMatching(/^[a-z][a-z-]{0,20}$/);
  fc.assert(
    fc.property(name, fc.constantFrom(...TYPES), (unknown, type) => {
      const known = TYPES.some(
        (one) =>
          messages(one, { [unknown]: '1' })[0]?.includes('no attr') === false ||
          messages(one, { [unknown]: '1' }).length === 0,
      );
      fc.pre(!known);
      expect(messages(type, { [unknown]: 'x' })).toEqual([`has no attribute "${unknown}"`]);
    }),
  );
});

test('values are sent as text, and what is undefined is not', () => {
  expect(attrTexts({ a: true, b: 0, c: 'x', d: undefined })).toEqual({ a: 'true', b: '0', c: 'x' });
  expect(attrTexts()).toEqual({});
});
