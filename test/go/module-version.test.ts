import fc from 'fast-check';
import { escapeCase, isModulePath, isModuleVersion, proxyPath } from '../../lib/go';

describe('a module path', () => {
  test.each([
    'github.com/BurntSushi/toml',
    'golang.org/x/text',
    'gopkg.in/yaml.v3',
    'rsc.io/quote/v3',
    'example.org/~user/a_b-c.d',
  ])('%s is one', (path) => {
    expect(isModulePath(path)).toBe(true);
  });

  test.each([
    '',
    'fmt',
    'localhost/x',
    'example.org/../etc',
    'example.org/a//b',
    '/example.org/a',
    'example.org/',
    'example.org/.git',
    'example.org/a.',
    '-x.org/a',
    'example.org/a b',
    'example.org/a@v1',
    'example.org/a?b=c',
    'example.org/!up',
    'EXAMPLE.org/a',
    'example.org/a\0b',
  ])('%j is none', (path) => {
    expect(isModulePath(path)).toBe(false);
  });
});

describe('a version of a module', () => {
  test.each([
    'v1.12.0',
    'v2.0.0+incompatible',
    'v0.0.0-20241029205200-8de985351a98',
    'v1.1.2-0.20241029205200-8de985351a98',
    'v1.0.0-rc.1',
  ])('%s is one', (version) => {
    expect(isModuleVersion(version)).toBe(true);
  });

  test.each(['', 'latest', 'v1', 'v1.2', '1.2.3', 'v01.2.3', 'v1.2.3/../x', 'v1.2.3 ', 'main'])(
    '%j is none',
    (version) => {
      expect(isModuleVersion(version)).toBe(false);
    },
  );
});

describe('names in a proxy', () => {
  test('have no upper case, and tell all paths apart', () => {
    const path = fc.stringMatching(/^[A-Za-z0-9/.-]{0,20}$/);
    fc.assert(
      fc.property(path, path, (a, b) => {
        expect(escapeCase(a)).toBe(escapeCase(a).toLowerCase());
        expect(escapeCase(a).toLowerCase() === escapeCase(b).toLowerCase()).toBe(a === b);
      }),
    );
  });

  test('are those of the protocol', () => {
    const module = { path: 'github.com/BurntSushi/toml', version: 'v1.4.0-RC1' };

    expect(proxyPath(module, 'mod')).toBe('github.com/!burnt!sushi/toml/@v/v1.4.0-!r!c1.mod');
  });
});
