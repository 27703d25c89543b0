import fc from 'fast-check';
import { packageAt } from '../../lib/sbom/ecosystems';

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);
const version = fc
  .tuple(fc.nat(99), fc.nat(99), fc.nat(99), fc.constantFrom('', '-rc.1', '-beta'))
  .map(([major, minor, patch, rest]) => `${major}.${minor}.${patch}${rest}`);
const host = word.map((name) => `https://${name}.example`);
const purlAt = (url: string) => packageAt(url)?.toString();

test('an archive of a Go module is told by its path, upper case and all', () => {
  const segment = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9.-]{0,7}$/);
  const module = fc.array(segment, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(host, module, version, (proxy, segments, number) => {
      const path = segments.join('/').replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
      const purl = packageAt(`${proxy}/${path}/@v/v${number}.zip`);
      expect([purl?.namespace, purl?.name].filter(Boolean).join('/')).toBe(segments.join('/'));
      expect(purl).toMatchObject({ type: 'golang', version: `v${number}` });
    }),
  );
});

test('a package of npm is told with its scope', () => {
  const scope = fc.option(word, { nil: undefined });
  fc.assert(
    fc.property(host, scope, word, version, (registry, owner, name, number) => {
      const full = owner === undefined ? name : `@${owner}/${name}`;
      expect(packageAt(`${registry}/${full}/-/${name}-${number}.tgz`)).toMatchObject({
        type: 'npm',
        namespace: owner === undefined ? undefined : `@${owner}`,
        name,
        version: number,
      });
    }),
  );
});

test('a crate is told by its file and by the interface of its registry', () => {
  fc.assert(
    fc.property(host, word, version, (registry, name, number) => {
      const expected = { type: 'cargo', name, version: number };
      expect(packageAt(`${registry}/crates/${name}/${name}-${number}.crate`)).toMatchObject(
        expected,
      );
      expect(packageAt(`${registry}/api/v1/crates/${name}/${number}/download`)).toMatchObject(
        expected,
      );
    }),
  );
});

const PYTHON = `https://files.example/packages/ab/cd/${'0'.repeat(60)}`;

test.each([
  [`${PYTHON}/numpy-2.1.0-cp313-cp313-manylinux_2_17_x86_64.whl`, 'pkg:pypi/numpy@2.1.0'],
  [`${PYTHON}/Flask_Login-0.6.3-py3-none-any.whl`, 'pkg:pypi/flask-login@0.6.3'],
  [`${PYTHON}/a.b-1.0-1-py3-none-any.whl`, 'pkg:pypi/a-b@1.0'],
  [`${PYTHON}/zope.interface-7.0.tar.gz`, 'pkg:pypi/zope-interface@7.0'],
  ['https://r.example/@types%2fnode/-/node-1.0.0.tgz', 'pkg:npm/%40types/node@1.0.0'],
])('%s is %s', (url, purl) => {
  expect(purlAt(url)).toBe(purl);
});

test.each([
  'https://a.example/',
  'https://a.example/hello-1.0.tar.gz',
  'https://proxy.example/golang.org/x/net/@v/v0.1.0.mod',
  'https://r.example/name/-/other-1.0.0.tgz',
  'https://r.example/crates/name/other-1.0.0.crate',
])('%s is no package of a registry', (url) => {
  expect(purlAt(url)).toBeUndefined();
});
