import fc from 'fast-check';
import { parseOutput } from '../../../lib/cli/args/output-option';
import { BuildError } from '../../../lib/errors';

/** A field of CSV as buildx reads it: in quotes where a comma or a quote stands in it. */
function quoted(field: string): string {
  return /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

const value = fc.string({ unit: fc.constantFrom(...'ab/.-_=,": é'), minLength: 1, maxLength: 12 });
const key = fc.constantFrom('compression', 'oci-mediatypes', 'name', 'annotation.a', 'tar');
const attrs = fc.dictionary(key, value, { maxKeys: 4 });

test('fields that are put together are read again, in any order', () => {
  const type = fc.constantFrom('local', 'tar', 'oci', 'docker');
  const dest = value.filter((text) => text !== '-');
  fc.assert(
    fc.property(type, dest, attrs, fc.nat(9), (name, path, more, turn) => {
      const fields = Object.entries({ type: name, dest: path, ...more }).map(([k, v]) =>
        quoted(`${k}=${v}`),
      );
      const at = turn % fields.length;
      const text = [...fields.slice(at), ...fields.slice(0, at)].join(',');

      expect(parseOutput(text)).toEqual({ type: name, dest: path, attrs: { ...more } });
    }),
  );
});

test('a registry is an image that is pushed, unless it says otherwise', () => {
  fc.assert(
    fc.property(attrs, (more) => {
      const text = Object.entries({ type: 'registry', ...more })
        .map(([k, v]) => quoted(`${k}=${v}`))
        .join(',');

      expect(parseOutput(text)).toEqual({
        type: 'image',
        dest: undefined,
        attrs: { push: 'true', ...more },
      });
    }),
  );
  expect(parseOutput('type=registry,push=false').attrs).toEqual({ push: 'false' });
});

test('any text is read, or refused by a usage error', () => {
  const text = fc.string({ unit: fc.constantFrom(...'type=ocidst,"- /'), maxLength: 20 });
  fc.assert(
    fc.property(text, (line) => {
      try {
        const { dest, type } = parseOutput(line);
        const isHere = dest !== undefined;
        expect(type === 'docker' || isHere === (type !== 'image')).toBe(true);
      } catch (error) {
        expect(BuildError.is(error) && error.code).toBe('E_USAGE');
      }
    }),
    { numRuns: 500 },
  );
});
