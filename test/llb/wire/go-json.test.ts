import fc from 'fast-check';
import { goJsonString, goJsonStrings } from '../../../lib/llb/wire/go-json';
import { compareRows, goTables } from '../go-tables';

const text = fc.string({ unit: 'binary', maxLength: 20 });

test("gives the bytes of Go's json.Marshal", () => {
  const { ours, go } = compareRows(goTables().json, goJsonStrings);
  expect(ours).toEqual(go);
});

test('is JSON for the same text', () => {
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      expect(JSON.parse(goJsonStrings(texts))).toEqual(texts);
    }),
  );
});

test('holds nothing that ends a script or a line', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(goJsonString(value)).not.toMatch(/[<>&\u2028\u2029\n\r]/);
    }),
  );
});

test('every character of one byte is written as Go writes it', () => {
  const written = Array.from({ length: 128 }, (_, code) => goJsonString(String.fromCharCode(code)));
  const escaped = written.filter((value) => value.length > 3);
  expect(escaped.slice(0, 14)).toEqual(
    [
      '\\u0000 \\u0001 \\u0002 \\u0003 \\u0004 \\u0005 \\u0006 \\u0007',
      '\\b \\t \\n \\u000b \\f \\r',
    ].flatMap((line) => line.split(' ').map((value) => `"${value}"`)),
  );
  expect(escaped.slice(32)).toEqual(
    ['\\"', '\\u0026', '\\u003c', '\\u003e', '\\\\'].map((value) => `"${value}"`),
  );
});
