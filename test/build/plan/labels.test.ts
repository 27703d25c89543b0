import fc from 'fast-check';
import { withLabels } from '../../../lib/build/plan/labels';

const OCI = 'org.opencontainers.image';
const config = (labels?: object) =>
  Buffer.from(
    JSON.stringify({ os: 'linux', config: { User: '1', ...(labels ? { Labels: labels } : {}) } }),
  );
const labelsOf = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString()).config.Labels;

test('a config to which nothing is added is the same bytes', () => {
  const bytes = config({ a: 'b' });

  expect(withLabels(bytes, { labels: {}, git: undefined }, 0)).toBe(bytes);
});

test('what git says yields to the image, and both to the options', () => {
  const git = { revision: 'abc', source: 'https://git.example/x', version: 'v1' };
  const own = { [`${OCI}.version`]: '2', [`${OCI}.title`]: 'own' };
  const labels = { [`${OCI}.title`]: 'given', a: '' };

  expect(labelsOf(withLabels(config(own), { labels, git }, 1_761_955_200))).toEqual({
    a: '',
    [`${OCI}.created`]: '2025-11-01T00:00:00Z',
    [`${OCI}.revision`]: 'abc',
    [`${OCI}.source`]: 'https://git.example/x',
    [`${OCI}.title`]: 'given',
    [`${OCI}.version`]: '2',
  });
});

test('labels are sorted, so that their order changes no digest, and all else stays', () => {
  const entries = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,4}$/), fc.string()), {
    selector: ([key]) => key,
    minLength: 1,
  });
  fc.assert(
    fc.property(entries, (given) => {
      const one = withLabels(config(), { labels: Object.fromEntries(given), git: undefined }, 0);
      const other = withLabels(
        config(),
        { labels: Object.fromEntries([...given].reverse()), git: undefined },
        0,
      );

      expect(Buffer.from(one)).toEqual(Buffer.from(other));
      expect(labelsOf(one)).toEqual(Object.fromEntries(given));
      expect(JSON.parse(Buffer.from(one).toString())).toMatchObject({
        os: 'linux',
        config: { User: '1' },
      });
    }),
  );
});
