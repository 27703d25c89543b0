import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadEnvironment, parseMirrorList } from '../../lib/environment';
import { readAptProxies } from '../../lib/environment/apt-proxies';
import { cacheFolder } from '../../lib/environment/cache-folder';
import { ENVIRONMENT_FILE, readEnvironmentFile } from '../../lib/environment/environment-file';
import { mirrorsOf } from '../../lib/environment/mirrors';
import { BuildError } from '../../lib/errors';
import { temporaryFolder } from '../support/temporary-folder';

const scratch = temporaryFolder('facts');
let counter = 0;

function folderWith(name: string, text: string): string {
  const folder = join(scratch, `${counter++}`);
  mkdirSync(folder);
  writeFileSync(join(folder, name), text);
  return folder;
}

/** What was read, or the code of the error; fails for an error that is not the library's. */
function outcome<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (!BuildError.is(error)) throw error;
    expect(`${error.message} ${JSON.stringify(error.details)}`).not.toContain('secret-word');
    return error.code;
  }
}

const host = fc.stringMatching(/^[a-z]([a-z0-9-]{0,6}[a-z0-9])?$/).map((name) => `${name}.example`);
const url = fc
  .tuple(
    fc.constantFrom('http', 'https'),
    host,
    fc.constantFrom('', ':3142', ':80'),
    fc.constantFrom('', '/debian', '/pub/debian'),
  )
  .map(([scheme, name, port, path]) => `${scheme}://${name}${port}${path}`);

describe('mirrors', () => {
  test('are URLs without a slash at the end, and do not change when they are read again', () => {
    fc.assert(
      fc.property(fc.array(url, { maxLength: 4 }), fc.nat(3), (urls, slashes) => {
        const read = parseMirrorList(
          urls.map((one) => one + '/'.repeat(slashes)),
          'here',
        );

        expect(read).toEqual(urls.map((one) => new URL(one).href.replace(/\/+$/, '')));
        expect(parseMirrorList(read, 'here')).toEqual(read);
      }),
    );
  });

  test('of any text are URLs of http, or a clear error', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('http://', 'ftp://', '@', ':', '/', '?', '#', 'a.example'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const seen = outcome(() => parseMirrorList([parts.join('')], 'here'));

        if (typeof seen === 'string') expect(seen).toBe('E_ENVIRONMENT_FORMAT');
        else for (const one of seen) expect(one).toMatch(/^https?:\/\/[^@?#]+$/);
      }),
    );
  });

  test.each([
    'http://me:secret-word@a.example',
    'http://secret-word@a.example/debian',
    'http://:secret-word@a.example',
    'nonsense secret-word',
    'ftp://me:secret-word@a.example',
    'http://a.example/secret-word?',
    'http://a.example/secret-word#',
  ])('%s is refused, and nothing of it told', (text) => {
    expect(outcome(() => parseMirrorList([text], 'here'))).toBe('E_ENVIRONMENT_FORMAT');
  });

  test('of an archive of any name are those of that name alone', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'other']) {
      expect(mirrorsOf({ debian: ['http://a.example'] }, name)).toEqual([]);
    }
    expect(mirrorsOf({ other: ['http://a.example'] }, 'other')).toEqual(['http://a.example']);
  });
});

describe('the file of an environment', () => {
  const read = (content: unknown) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    return outcome(() => readEnvironmentFile(folderWith(ENVIRONMENT_FILE, text)));
  };

  test.each<unknown>([
    '',
    '{',
    'null',
    '[]',
    '5',
    '"x"',
    { mirror: {} },
    { mirrors: [] },
    { mirrors: 'http://a.example' },
    { mirrors: { ubuntu: [] } },
    { mirrors: { debian: 5 } },
    { mirrors: { debian: [5] } },
    { mirrors: { debian: { a: 1 } } },
    { mirrors: { debian: ['http://me:secret-word@a.example'] } },
    { keyrings: 'x' },
    { keyrings: [1] },
    { keyrings: {} },
    '{"__proto__": {}}',
    '{"mirrors": {"__proto__": []}}',
  ])('%j has the wrong form', (content) => {
    expect(read(content)).toBe('E_ENVIRONMENT_FORMAT');
  });

  test('may be any JSON: it is read, or a clear error', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const isEmpty = JSON.stringify(value) === '{}';

        expect(typeof read(value)).toBe(isEmpty ? 'object' : 'string');
      }),
      { numRuns: 50 },
    );
  });

  test('gives way to variables, and these to the command line, archive by archive', () => {
    const folder = folderWith(
      ENVIRONMENT_FILE,
      JSON.stringify({
        mirrors: { debian: 'http://file.example/', 'debian-security': ['http://sec.example'] },
        keyrings: ['keys/a.asc', '/b.asc'],
      }),
    );
    const env = { SYNTH_DEBIAN_MIRROR: ' http://one.example/, http://two.example ' };
    const byVariable = loadEnvironment({ folder, env, aptFolder: scratch });
    const mirrors = { debian: ['http://line.example'] };

    expect(byVariable.mirrors).toEqual({
      debian: ['http://one.example', 'http://two.example'],
      'debian-security': ['http://sec.example'],
    });
    expect(byVariable.keyrings).toEqual([join(folder, 'keys/a.asc'), '/b.asc']);
    expect(loadEnvironment({ folder, env, mirrors, aptFolder: scratch }).mirrors).toEqual({
      ...mirrors,
      'debian-security': ['http://sec.example'],
    });
    expect(loadEnvironment({ folder, env: {}, aptFolder: scratch }).mirrors.debian).toEqual([
      'http://file.example',
    ]);
  });
});

test('the cache folder is an absolute one of the variables, else of the home folder', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/c', HOME: '/h' })).toBe('/c/buildkit-cdk');
  for (const relative of [undefined, '', 'c', './c', '~/c']) {
    expect(cacheFolder({ XDG_CACHE_HOME: relative, HOME: '/h' })).toBe('/h/.cache/buildkit-cdk');
  }
  expect(cacheFolder({ HOME: '' })).toMatch(/^\/.*\/\.cache\/buildkit-cdk$/);
});

/** Keeps apt from the configuration of the machine. */
const NO_OTHERS = 'Dir::Etc::main "/dev/null";\nDir::Etc::parts "/dev/null";\n';
const APT = spawnSync('apt-config', ['--version'], { stdio: 'ignore' }).status === 0;
if (!APT) process.stderr.write('skipped: proxies as apt has them: there is no apt-config\n');

(APT ? test : test.skip)('proxies are those that apt-config tells of the same text', () => {
  const value = fc.constantFrom('http://a.example:1', 'http://b.example:2', 'DIRECT', '');
  const name = fc.constantFrom('http', 'https', 'HTTP');
  const blank = fc.constantFrom(
    '',
    ' ',
    '\n',
    ' // no\n',
    ' /* Acquire::http::Proxy "no"; */ ',
    '\n# no "x";\n',
  );
  const statement = fc.oneof(
    fc
      .tuple(name, value, blank)
      .map(([of, to, gap]) => `Acquire::${of}::Proxy${gap || ' '}"${to}";`),
    fc
      .tuple(name, value, blank)
      .map(([of, to, gap]) => `Acquire {${gap} ${of} { Proxy "${to}";${gap} }; };`),
    fc.tuple(name, value).map(([of, to]) => `Acquire::${of} { Timeout "5"; Proxy "${to}"; };`),
    fc.tuple(name, value).map(([of, to]) => `acquire { ${of}::proxy "${to}"; Retries "3"; };`),
  );
  const config = fc
    .array(fc.tuple(statement, blank), { maxLength: 5 })
    .map((parts) => parts.flat().join('\n'));
  fc.assert(
    fc.property(config, (text) => {
      const folder = folderWith('apt.conf', `${NO_OTHERS}${text}`);
      const { status, stdout } = spawnSync(
        'apt-config',
        ['shell', 'HTTP', 'Acquire::http::Proxy', 'HTTPS', 'Acquire::https::Proxy'],
        { encoding: 'utf8', env: { PATH: process.env.PATH, APT_CONFIG: join(folder, 'apt.conf') } },
      );
      fc.pre(status === 0);
      const told = (variable: string) => new RegExp(`^${variable}='(.+)'$`, 'm').exec(stdout)?.[1];
      const real = (proxy: string | undefined) => (proxy === 'DIRECT' ? undefined : proxy);

      const { http, https } = readAptProxies(folder);
      expect({ text, http, https }).toEqual({
        text,
        http: real(told('HTTP')),
        https: real(told('HTTPS')),
      });
    }),
    { numRuns: 40 },
  );
});
