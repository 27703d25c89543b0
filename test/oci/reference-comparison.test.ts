import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { formatImageReference, parseImageReference } from '../../lib/oci/image-reference';
import { describeWith } from '../support/engine';

const HEX = 'ab01'.repeat(16);

/** References, most of them right or nearly so. */
const host = fc.constantFrom(
  '',
  'localhost/',
  'r.example/',
  'R/',
  '127.0.0.1:5000/',
  '[::1]:5/',
  'h:x/',
  '-h.x/',
  'docker.io/',
  'index.docker.io/',
  'library/',
);
const odd = fc
  .array(fc.constantFrom('a', 'b1', '9', '.', '_', '__', '-', '--', '___', 'A', 'é', ' '), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''))
  // Segments that a URL has no room for are not the daemon's to judge.
  .filter((text) => !/^\.{1,2}$/.test(text) && !/^[ ]/.test(text));
const component = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b1', '9.x', 'a__b', 'c-d') },
  odd,
);
const tag = fc.constantFrom(
  '',
  '',
  '',
  '',
  ':1',
  ':v1.2_3-x',
  ':',
  ':-x',
  ':.x',
  ':é',
  `:${'t'.repeat(128)}`,
  `:${'t'.repeat(129)}`,
  ':a:b',
);
const digest = fc.constantFrom(
  '',
  '',
  '',
  `@sha256:${HEX}`,
  '@sha256:abc',
  `@sha256:${HEX.toUpperCase()}`,
  `@md5:${HEX}`,
  `@sha512:${HEX}${HEX}`,
  `@${HEX}`,
);
const reference = fc
  .tuple(host, fc.array(component, { minLength: 1, maxLength: 3 }), tag, digest)
  .map(([registry, path, ...rest]) => `${registry}${path.join('/')}${rest.join('')}`);

function isRead(text: string): boolean {
  try {
    parseImageReference(text);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'E_IMAGE_REFERENCE', details: { got: text } });
    return false;
  }
}

describeWith(['engine'], 'references', ({ engine }) => {
  const { docker } = engine;
  (docker === undefined ? test.skip : test)(
    `are read and refused as Docker does${docker === undefined ? ' (there is no docker here)' : ''}`,
    () => {
      const texts = [...new Set(fc.sample(reference, 400))];
      const args = ['image', 'inspect', '--format', '{{.Id}}', '--', ...texts];
      const { stderr } = spawnSync(docker ?? '', args, { encoding: 'utf8' });
      const answers = stderr.trimEnd().split('\n');
      expect(answers).toHaveLength(texts.length);

      const byDocker = answers.map((answer) => answer.includes(': No such image: '));
      const ours = texts.map(isRead);
      expect(texts.filter((_, index) => ours[index] !== byDocker[index])).toEqual([]);
      expect(ours.filter(Boolean).length).toBeGreaterThan(20);
      expect(ours.filter((one) => !one).length).toBeGreaterThan(20);
    },
  );
});

test('whatever is read is written in full, and that is read as the same', () => {
  fc.assert(
    fc.property(reference, (text) => {
      if (!isRead(text)) return;
      const parsed = parseImageReference(text);
      const full = formatImageReference(parsed);

      expect(parseImageReference(full)).toEqual(parsed);
      expect(full.startsWith(`${parsed.registry}/`)).toBe(true);
      expect(formatImageReference(parseImageReference(full))).toBe(full);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['docker.io/debian', 'docker.io/library/debian'],
  ['index.docker.io/debian', 'docker.io/library/debian'],
  ['docker.io/me/app', 'docker.io/me/app'],
  ['library/debian:13', 'docker.io/library/debian:13'],
  ['Host/app', 'Host/app'],
])('%s is %s', (text, full) => {
  expect(formatImageReference(parseImageReference(text))).toBe(full);
});

test('a name may have 255 characters, a reference 4096; more is told by its length', () => {
  const path = (length: number) => `r.example/${'a'.repeat(length)}`;
  expect(parseImageReference(path(255)).repository).toHaveLength(255);
  expect(() => parseImageReference(path(256))).toThrow(
    expect.objectContaining({
      details: expect.objectContaining({ expected: expect.stringContaining('255') }),
    }),
  );
  expect(() => parseImageReference(path(5000))).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ got: '5010 characters' }) }),
  );
});
