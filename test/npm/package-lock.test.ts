import { BuildError } from '../../lib/errors';
import { parsePackageLock, readNpmPackages, writeNpmPackages } from '../../lib/npm';

const INTEGRITY = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;
const entry = (more: object = {}) => ({ version: '1.0.0', integrity: INTEGRITY, ...more });
const lock = (packages: object) =>
  JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...packages } });

function failure(text: string): BuildError {
  try {
    parsePackageLock(text);
  } catch (error) {
    if (BuildError.is(error)) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('a package-lock.json', () => {
  test('is read with where each package is, and where it comes from', () => {
    const packages = parsePackageLock(
      lock({
        'node_modules/a': entry({
          bin: { a: './cli.js' },
          os: ['linux'],
          engines: { node: '>=20' },
        }),
        'node_modules/a/node_modules/@b/c': entry({ resolved: 'https://npm.example.org/@b/c.tgz' }),
        'node_modules/alias': entry({ name: 'other' }),
        'node_modules/own': { resolved: 'packages/own', link: true },
        'packages/own': { version: '0.1.0' },
        'packages/own/node_modules/d': entry({ dev: true, hasInstallScript: true }),
        'node_modules/a/node_modules/e': { version: '1.0.0', inBundle: true },
        'node_modules/gone': entry({ extraneous: true }),
      }),
    );

    expect(packages.get('node_modules/a')).toMatchObject({
      name: 'a',
      node: '>=20',
      source: { url: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz', integrity: INTEGRITY },
      bin: new Map([['a', 'cli.js']]),
    });
    expect(packages.get('node_modules/a/node_modules/@b/c')).toMatchObject({
      name: '@b/c',
      source: { url: 'https://npm.example.org/@b/c.tgz' },
    });
    expect(packages.get('node_modules/alias')?.source).toMatchObject({
      url: 'https://registry.npmjs.org/other/-/other-1.0.0.tgz',
    });
    expect(packages.get('node_modules/own')?.source).toEqual({
      type: 'link',
      target: 'packages/own',
    });
    expect(packages.get('packages/own/node_modules/d')).toMatchObject({
      isDev: true,
      hasInstallScript: true,
    });
    expect(packages.get('node_modules/a/node_modules/e')?.source).toEqual({ type: 'bundled' });
    expect(packages.has('node_modules/gone')).toBe(false);
    expect(readNpmPackages(JSON.parse(JSON.stringify(writeNpmPackages(packages))))).toEqual(
      packages,
    );
  });

  test.each([
    ['{', 'no JSON'],
    ['[]', 'lockfileVersion'],
    [JSON.stringify({ lockfileVersion: 1, dependencies: {} }), 'lockfileVersion 1'],
    [
      JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/a': entry() } }),
      'project itself',
    ],
    [lock({ 'node_modules/../a': entry() }), 'node_modules/../a'],
    [lock({ '../a': {} }), '../a'],
    [lock({ '/etc': {} }), '/etc'],
    [lock({ 'node_modules/.bin': entry() }), '.bin'],
    [lock({ 'node_modules/a\n': entry() }), 'node_modules/a'],
    [lock({ 'node_modules/a': 7 }), 'node_modules/a'],
    [lock({ 'node_modules/a': entry({ version: '../1' }) }), 'version'],
    [lock({ 'node_modules/a': entry({ integrity: undefined }) }), 'integrity'],
    [
      lock({ 'node_modules/a': entry({ integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }) }),
      'integrity',
    ],
    [lock({ 'node_modules/a': entry({ integrity: 'sha512-AAAA' }) }), 'integrity'],
    [lock({ 'node_modules/a': entry({ bin: { '../x': 'x' } }) }), '../x'],
    [lock({ 'node_modules/a': entry({ bin: { x: '../../x' } }) }), '../../x'],
    [lock({ 'node_modules/a': entry({ dependencies: { '../b': '1' } }) }), '../b'],
    [lock({ 'node_modules/a': { resolved: 'nowhere', link: true } }), 'link to nothing'],
  ])('%s is refused, and told', (text, says) => {
    const error = failure(text);

    expect(error.code).toBe('E_NPM_LOCK');
    expect(JSON.stringify([error.message, error.details])).toContain(
      JSON.stringify(says).slice(1, -1),
    );
  });

  test.each([
    'git+ssh://git@github.com/x/y.git#0123456789012345678901234567890123456789',
    'file:../y.tgz',
    'https://user:secret@npm.example.org/y.tgz',
    'https://npm.example.org/../y.tgz',
    '../y',
  ])('a package of %s is refused, without what is secret', (resolved) => {
    const error = failure(lock({ 'node_modules/a': entry({ resolved }) }));

    expect(error.code).toBe('E_NPM_SOURCE');
    expect(JSON.stringify(error.details)).not.toContain('secret');
  });

  test('a link that leads out of the project is refused', () => {
    expect(failure(lock({ 'node_modules/a': { resolved: '../a', link: true } })).code).toBe(
      'E_NPM_SOURCE',
    );
  });

  test('names like those of objects are names like others', () => {
    const text = lock({})
      .replace('"": {}', '"": {}')
      .replace(
        '{"":{}',
        `{"":{},"node_modules/__proto__":${JSON.stringify(entry())},"node_modules/constructor":${JSON.stringify(entry())}`,
      );

    expect([...parsePackageLock(text).keys()]).toEqual([
      '',
      'node_modules/__proto__',
      'node_modules/constructor',
    ]);
  });

  test('with two hashes of one archive is refused', () => {
    const other = `sha512-${Buffer.alloc(64, 8).toString('base64')}`;
    const resolved = 'https://registry.npmjs.org/a/-/a-1.0.0.tgz';
    const error = failure(
      lock({
        'node_modules/a': entry({ resolved }),
        'node_modules/b/node_modules/a': entry({ resolved, integrity: other }),
      }),
    );

    expect(error.message).toContain('two hashes');
  });

  test('with more packages than anybody has is refused', () => {
    const many = Object.fromEntries(
      Array.from({ length: 30_001 }, (_, n) => [`node_modules/p${n}`, entry()]),
    );

    expect(failure(lock(many)).message).toContain('too many');
  });
});
