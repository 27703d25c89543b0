import fc from 'fast-check';
import { annotationAttrs } from '../../../lib/build/attrs/annotations';
import { exporterAttrProblems } from '../../../lib/build/attrs/exporter-attrs';

test.each<[string, string[]]>([
  ['a.b/c', ['annotation.a.b/c']],
  ['index:a', ['annotation-index.a']],
  ['index,manifest-descriptor:a', ['annotation-index.a', 'annotation-manifest-descriptor.a']],
  ['manifest[linux/arm64]:a', ['annotation-manifest[linux/arm64].a']],
  ['index-descriptor:a:b', ['annotation-index-descriptor.a:b']],
])('%s is %j', (name, expected) => {
  const { attrs, problems } = annotationAttrs({ [name]: 'x=y' });

  expect(problems).toEqual([]);
  expect(attrs).toEqual(Object.fromEntries(expected.map((key) => [key, 'x=y'])));
});

test.each([
  ['indx:a', 'has no place "indx"'],
  ['index[:a', 'has no place "index["'],
  ['index:', 'has the key ""'],
  ['index:a b', 'has the key "a b"'],
])('%j is refused', (name, message) => {
  const { attrs, problems } = annotationAttrs({ [name]: 'x' });

  expect({ attrs, messages: problems.map((one) => one.message) }).toEqual({
    attrs: {},
    messages: [message],
  });
});

test('what is read is an attribute of an image', () => {
  const place = fc.constantFrom('', 'index:', 'manifest[linux/arm/v7]:', 'index,manifest:');
  const key = fc.stringMatching(/^[a-z][a-z.:/-]{0,9}$/);
  fc.assert(
    fc.property(place, key, (where, name) => {
      fc.pre(where !== '' || !name.includes(':'));
      const { attrs, problems } = annotationAttrs({ [where + name]: 'x' });

      expect(problems).toEqual([]);
      expect(exporterAttrProblems('oci', attrs)).toEqual([]);
      expect(Object.keys(attrs)).toHaveLength(where.includes(',') ? 2 : 1);
    }),
  );
});
