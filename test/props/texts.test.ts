import fc from 'fast-check';
import { parseImageReference } from '../../lib/oci/image-reference';
import {
  ABSOLUTE_PATH,
  type Field,
  IMAGE_NAME,
  LABEL_KEY,
  OWNER,
  PLATFORM,
  PORT,
  RELATIVE_PATH,
  REPOSITORY,
  SIGNAL,
  TAG,
  VARIABLE_NAME,
} from '../../lib/props';

const TEXTS: readonly (readonly [string, Field<string>, readonly string[], readonly string[]])[] = [
  [
    'ABSOLUTE_PATH',
    ABSOLUTE_PATH,
    ['/', '/a', '/var/lib/app', '/.hidden', '/..a', '/a b', '/a../b'],
    ['', 'a', './a', '//', '/a/', '/a//b', '/..', '/a/../b', '/a/.', '/./a', '/a\0'],
  ],
  [
    'RELATIVE_PATH',
    RELATIVE_PATH,
    ['a', 'a/b', '.hidden', '..a', 'a b', 'a../b'],
    ['', '.', '..', '/', '/a', './a', 'a/', 'a//b', '../a', 'a/../b', 'a/.', 'a\0'],
  ],
  [
    'PLATFORM',
    PLATFORM,
    ['linux/amd64', 'linux/arm/v7', 'windows/amd64/10.0.1'],
    ['', 'linux', 'linux/', '/amd64', 'Linux/amd64', 'linux/arm/v7/x', 'linux/amd64\n'],
  ],
  [
    'OWNER',
    OWNER,
    ['0:0', '65532:65532', '0:4294967295', '4294967295:0'],
    ['', '0', '0:', ':0', 'root:root', '-1:0', '0:4294967296', '99999999999:0', '0:0:0', '0:0\n'],
  ],
  [
    'PORT',
    PORT,
    ['1/tcp', '8080/tcp', '53/udp', '9999/sctp', '10000/tcp', '65535/tcp'],
    ['0/tcp', '65536/tcp', '99999/tcp', '080/tcp', '8080', '8080/TCP', '80-90/tcp', '8080/tcp\n'],
  ],
  ['VARIABLE_NAME', VARIABLE_NAME, ['A', '_', 'http_proxy', 'A1'], ['', '1A', 'A B', 'A=B', 'A-B']],
  [
    'SIGNAL',
    SIGNAL,
    ['SIGTERM', 'SIGKILL', 'SIGRTMIN', 'SIGRTMIN+3', 'SIGRTMIN+15', 'SIGRTMAX-14', '1', '15', '64'],
    ['', 'TERM', 'sigterm', 'SIGTREM', 'SIGRTMIN+16', 'SIGRTMAX+1', 'SIGRTMIN+0', '0', '65', '015'],
  ],
  [
    'LABEL_KEY',
    LABEL_KEY,
    ['maintainer', 'org.opencontainers.image.title', 'example.org/team', 'a', 'a--b_c'],
    ['', '.a', 'a.', 'a b', 'a=b', 'ä'],
  ],
  ['IMAGE_NAME', IMAGE_NAME, ['hello', 'a.b_c-d', '1'], ['', 'Hello', 'a/b', '-a', 'a-', 'a..b']],
  [
    'REPOSITORY',
    REPOSITORY,
    ['registry.example.org/me/hello', 'localhost:5000/x', 'a/b__c/d--e'],
    [
      '',
      'hello',
      'registry.example.org/Me',
      'a/b:tag',
      'a//b',
      'https://a/b',
      'a/b/',
      'a/b..c',
      '-a/b',
      `a/${'b'.repeat(254)}`,
    ],
  ],
  [
    'TAG',
    TAG,
    ['latest', 'v1.2.0', '_', 'a'.repeat(128)],
    ['', '.a', '-a', 'a b', 'a'.repeat(129)],
  ],
];

describe.each(TEXTS)('%s', (_, field, good, bad) => {
  it('takes what is one', () => {
    expect(good.filter((text) => field.check(text, 'x').length > 0)).toEqual([]);
  });

  it('refuses what is none', () => {
    expect(bad.filter((text) => field.check(text, 'x').length === 0)).toEqual([]);
  });

  it('gives an example that fits', () => {
    const [, example] = /"([^"]+)"[^"]*$/.exec(field.expected) ?? [];

    expect(field.check(example, 'x')).toEqual([]);
  });

  it('reads a long text in one go', () => {
    const long = `${'a'.repeat(100_000)}!`;
    const deep = `${'/a.b-'.repeat(20_000)}!`;

    expect(field.check(long, 'x')).toHaveLength(1);
    expect(field.check(deep, 'x').length).toBeLessThanOrEqual(1);
  });
});

test('a repository with a tag is a reference to an image', () => {
  const parts = fc.string({
    unit: fc.constantFrom('a', 'b', '1', '.', '-', '_', '/', ':', '5'),
    maxLength: 14,
  });
  let checked = 0;
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      for (const name of [one, `registry.example.org/${one}`, `a${one}/b${other}`]) {
        if (REPOSITORY.check(name, '').length > 0) continue;
        checked++;
        expect(() => parseImageReference(`${name}:v1`)).not.toThrow();
      }
    }),
    { numRuns: 2000 },
  );
  expect(checked).toBeGreaterThan(100);
});
