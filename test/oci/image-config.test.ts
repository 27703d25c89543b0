import fc from 'fast-check';
import { type ImageConfigFields, imageConfigJson } from '../../lib/oci/image-config';
import { formatPlatform, parsePlatform } from '../../lib/oci/platform';

const name = fc.string({ unit: fc.constantFrom(...'abz019._-'), minLength: 1, maxLength: 8 });
const platform = fc.record(
  { os: name, architecture: name, variant: name },
  { requiredKeys: ['os', 'architecture'] },
);

describe('a platform', () => {
  test('that is written is read again', () => {
    fc.assert(
      fc.property(platform, (one) => {
        expect(parsePlatform(formatPlatform(one))).toEqual(one);
      }),
    );
  });

  test('is read from text that is written the same, or not at all', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab/7'), maxLength: 9 });
    fc.assert(
      fc.property(text, (one) => {
        const read = parsePlatform(one);
        const parts = one.split('/');
        const isOne = [2, 3].includes(parts.length) && parts.every((part) => part !== '');

        expect(read === undefined ? undefined : formatPlatform(read)).toBe(isOne ? one : undefined);
      }),
      { numRuns: 300 },
    );
  });
});

describe('an image config', () => {
  const config: fc.Arbitrary<ImageConfigFields> = fc.record(
    {
      User: name,
      Env: fc.array(name),
      Entrypoint: fc.array(fc.string()),
      Cmd: fc.array(fc.string()),
      WorkingDir: name,
      Labels: fc.dictionary(name, fc.string()),
      StopSignal: name,
    },
    { requiredKeys: [] },
  );
  const history = fc.array(fc.string(), { maxLength: 4 });
  // The years that RFC 3339 has.
  const seconds = fc.integer({ min: 0, max: 253_402_300_799 });

  test('holds what was said, and of the layers only their history', () => {
    fc.assert(
      fc.property(platform, config, history, seconds, (target, fields, layers, created) => {
        const text = imageConfigJson(target, fields, layers, created);
        const { created: date, ...rest } = JSON.parse(text);

        expect(Date.parse(date)).toBe(created * 1000);
        expect(date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        expect(rest).toEqual({
          ...target,
          config: JSON.parse(JSON.stringify(fields)),
          rootfs: { type: 'layers', diff_ids: [] },
          history: layers.map((created_by) => ({ created: date, created_by })),
        });
        expect(text).toBe(imageConfigJson({ ...target }, { ...fields }, [...layers], created));
      }),
    );
  });

  test('has its fields in the order of the specification', () => {
    const text = imageConfigJson({ os: 'linux', architecture: 'arm', variant: 'v7' }, {}, ['a'], 0);

    expect(text).toBe(`{
  "created": "1970-01-01T00:00:00Z",
  "architecture": "arm",
  "os": "linux",
  "variant": "v7",
  "config": {},
  "rootfs": {
    "type": "layers",
    "diff_ids": []
  },
  "history": [
    {
      "created": "1970-01-01T00:00:00Z",
      "created_by": "a"
    }
  ]
}
`);
  });
});
