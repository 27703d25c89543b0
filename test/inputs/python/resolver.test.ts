import { PYTHON } from '../../../lib/inputs/python/kind';
import type { PythonRequest } from '../../../lib/inputs/python/request';
import { EMPTY_LOCK, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import { type GitServer, startGitServer } from '../../support/git-server';
import { type IndexForm, type PackageIndex, servePackageIndex } from '../../support/package-index';
import { TRIXIE } from '../../support/python-lock';
import { PATIENCE } from '../../support/served-debian';
import { temporaryFolder } from '../../support/temporary-folder';
import { sha256Of } from '../../support/wheels';

const folder = temporaryFolder('python');

/** Wheels of one version for several machines, Pythons and C libraries. */
const NUMPY = [
  'cp313-cp313-manylinux_2_28_x86_64',
  'cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64',
  'cp313-cp313-manylinux_2_39_aarch64',
  'cp313-cp313-musllinux_1_2_x86_64',
  'cp313-cp313-win_amd64',
  'cp311-cp311-manylinux_2_17_aarch64',
].map((tags) => ({ name: 'numpy', version: '2.1.0', tags }));
const PROJECTS = {
  six: [
    { name: 'six', version: '1.0' },
    { name: 'six', version: '1.1' },
    { filename: 'six-1.0.tar.gz' },
  ],
  numpy: [...NUMPY, { filename: 'numpy-2.1.0.tar.gz' }],
  source: [{ filename: 'source-1.0.tar.gz' }],
};

const open: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(open.map((server) => server.close())));

async function serve(form: IndexForm = {}): Promise<PackageIndex> {
  const index = await servePackageIndex(PROJECTS, form);
  open.push(index);
  return index;
}

const WANTED = { ...TRIXIE, extras: [], groups: [], exclude: [] };

function request(text: string, more: Partial<PythonRequest> = {}): PythonRequest {
  const file = { type: 'file', folder: '.', file: 'requirements.txt', text } as const;
  return { ...file, ...WANTED, ...more } as PythonRequest;
}

interface Given {
  readonly logins?: readonly object[];
  readonly indexes?: readonly { readonly url: string; readonly header?: string }[];
}

async function resolve(requests: readonly PythonRequest[], index: PackageIndex, given: Given = {}) {
  const { indexes = [{ url: index.url }], logins = [] } = given;
  const environment = { mirrors: {}, logins, pipIndexes: indexes, cacheFolder: folder } as never;
  const options = { environment, patience: PATIENCE };
  const lock = await resolveLock(asked(PYTHON, ...requests), EMPTY_LOCK, options);
  const section = sectionOf(lock, PYTHON);
  return requests.map((one) => PYTHON.section.find(section, one)?.wheels ?? []);
}

const errorOf = (run: Promise<unknown>) =>
  run.then(
    () => {
      throw new Error('nothing failed');
    },
    (error) => error,
  );

/** A line of requirements.txt with the hashes of files of the index. */
function pinned(index: PackageIndex, pin: string, ...files: readonly string[]): string {
  const sums = files.map((name) => sha256Of(index.contents.get(name) ?? Buffer.alloc(0)));
  return [pin, ...sums.map((sum) => `    --hash=sha256:${sum}`)].join(' \\\n');
}

const numpyNames = NUMPY.map(({ tags }) => `numpy-2.1.0-${tags}.whl`);
const six = (index: PackageIndex) =>
  pinned(index, 'six==1.0', 'six-1.0-py3-none-any.whl', 'six-1.0.tar.gz');

describe.each(['json', 'html'] as const)('an index in %s', (form) => {
  test('is asked once for each package, and each target has the best wheel of the hashes', async () => {
    const index = await serve({ form });
    const text = [six(index), pinned(index, 'NumPy==2.1', ...numpyNames)].join('\n');
    const [amd64, arm64, old] = await resolve(
      [request(text), request(text, { architecture: 'arm64' }), request(text, { glibc: '2.27' })],
      index,
    );
    const locked = (name: string) => {
      const content = index.contents.get(name) ?? Buffer.alloc(0);
      return { url: index.fileUrl(name), size: content.length, sha256: sha256Of(content) };
    };

    expect(amd64).toEqual([
      locked('numpy-2.1.0-cp313-cp313-manylinux_2_28_x86_64.whl'),
      locked('six-1.0-py3-none-any.whl'),
    ]);
    expect(arm64?.[0]).toEqual(locked('numpy-2.1.0-cp313-cp313-manylinux_2_39_aarch64.whl'));
    expect(old?.[0]).toEqual(locked(numpyNames[1] ?? ''));
    expect(index.requests.filter((path) => path.startsWith('/simple/'))).toEqual(
      expect.arrayContaining(['/simple/numpy/', '/simple/six/']),
    );
    expect(index.requests.filter((path) => path.startsWith('/simple/'))).toHaveLength(2);
  });
});

test('a file whose hash the index does not tell is read, and held to the hashes', async () => {
  const index = await serve({ form: 'html', hashes: false });
  const text = six(index);
  const [wheels] = await resolve([request(text)], index);
  const name = 'six-1.0-py3-none-any.whl';
  const sha256 = sha256Of(index.contents.get(name) ?? Buffer.alloc(0));

  expect(wheels).toMatchObject([{ url: index.fileUrl(name), sha256 }]);
  index.contents.set(name, Buffer.from('another'));
  expect(await errorOf(resolve([request(text)], index))).toMatchObject({
    code: 'E_PYTHON_HASH',
    details: { constructPath: 'app/0', got: `sha256 ${sha256Of(Buffer.from('another'))}` },
  });
});

test('an index that asks for a login is given that of netrc, or of its own address', async () => {
  const index = await serve({ login: 'me:secret', form: 'html' });
  const header = `Basic ${Buffer.from('me:secret').toString('base64')}`;
  const { host } = new URL(index.url);
  const netrc = [{ protocol: 'http', host, path: '', place: 'netrc', header }];
  const text = six(index);

  const [wheels] = await resolve([request(text)], index, { logins: netrc });
  expect(wheels).toMatchObject([{ size: expect.any(Number) }]);
  const [again] = await resolve([request(text)], index, { indexes: [{ url: index.url, header }] });
  expect(again).toEqual(wheels);
  expect(JSON.stringify(wheels)).not.toContain('secret');
  const error = await errorOf(resolve([request(text)], index));
  expect(error).toMatchObject({ code: 'E_PYTHON_INDEX' });
  expect(error.details.got).toContain('status 401');
});

test('another index has what the first has not, and a line of the file names one', async () => {
  const index = await serve();
  const empty = await servePackageIndex({});
  open.push(empty);
  const two = { indexes: [{ url: empty.url }, { url: index.url }] };

  expect((await resolve([request(six(index))], index, two))[0]).toHaveLength(1);
  const named = `--index-url ${index.url}\n${six(index)}`;
  const one = { indexes: [{ url: empty.url }] };
  expect((await resolve([request(named)], index, one))[0]).toHaveLength(1);
  expect(await errorOf(resolve([request(six(index))], index, one))).toMatchObject({
    code: 'E_PYTHON_INDEX',
  });
});

test('a wheel of a URL is taken from there, with its hash', async () => {
  const index = await serve();
  const url = index.fileUrl('six-1.0-py3-none-any.whl');
  const sha256 = sha256Of(index.contents.get('six-1.0-py3-none-any.whl') ?? Buffer.alloc(0));
  const [wheels] = await resolve([request(`six @ ${url} --hash=sha256:${sha256}`)], index);

  expect(wheels).toMatchObject([{ url, sha256, size: expect.any(Number) }]);
});

describe('a package without a wheel for the target', () => {
  test('is told with the target, with the wheels that there are, and with the way out', async () => {
    const index = await serve();
    const x86 = numpyNames.filter((name) => !/cp313.*aarch64/.test(name));
    const text = pinned(index, 'numpy==2.1.0', ...x86);
    const error = await errorOf(resolve([request(text, { architecture: 'arm64' })], index));

    expect(error).toMatchObject({
      code: 'E_PYTHON_WHEEL',
      details: {
        constructPath: 'app/0',
        expected: 'one for Python 3.13 and glibc 2.41 or older on arm64',
        fix: expect.stringContaining('python3-numpy'),
      },
    });
    expect(error.message).toContain('line 1: numpy 2.1.0 has no wheel for arm64');
    expect(error.details.got).toContain('cp311-cp311-manylinux_2_17_aarch64');
  });

  test('is told where it is a source archive alone', async () => {
    const index = await serve();
    const text = pinned(index, 'source==1.0', 'source-1.0.tar.gz');

    expect(await errorOf(resolve([request(text)], index))).toMatchObject({
      code: 'E_PYTHON_WHEEL',
      details: { got: 'a source archive alone' },
    });
  });
});

test.each<[string, (index: PackageIndex) => string, string, RegExp]>([
  [
    'other hashes than its index has',
    () => `six==1.0 --hash=sha256:${'a'.repeat(64)}`,
    'E_PYTHON_HASH',
    /no file of six 1\.0 is what is locked/,
  ],
  [
    'a version that no index has',
    () => `six==7 --hash=sha256:${'a'.repeat(64)}`,
    'E_PYTHON_INDEX',
    /no index has version 7 of "six"/,
  ],
  [
    'a URL of another package',
    (index) => `six @ ${index.fileUrl(numpyNames[0] ?? '')} --hash=sha256:${'a'.repeat(64)}`,
    'E_PYTHON_SOURCE',
    /not of a wheel of the package/,
  ],
])('%s is refused', async (_what, text, code, message) => {
  const index = await serve();
  const error = await errorOf(resolve([request(text(index))], index));

  expect(error).toMatchObject({ code, details: { constructPath: 'app/0' } });
  expect(error.message).toMatch(message);
});

test('a page that is none is told with its beginning', async () => {
  const index = await servePackageIndex({ six: [] });
  open.push(index);
  const [text, url] = [six(index), `${index.url.replace(/simple$/, 'files')}`];
  index.contents.set('six/', Buffer.from('sorry'));

  const error = await errorOf(resolve([request(text)], index, { indexes: [{ url }] }));
  expect(error).toMatchObject({ code: 'E_PYTHON_INDEX', details: { got: '"sorry"' } });
});

describe('lock files in TOML', () => {
  const pylock = (wheel: string, more = '') =>
    `lock-version = "1.0"\n[[packages]]\nname = "six"\nversion = "1.0"\n${more}${wheel}`;
  const wheel = (name: string, hash = `sha256 = "${'a'.repeat(64)}"`) =>
    `wheels = [{ name = "${name}", url = "https://f.example/${name}", size = 7, hashes = { ${hash} } }]\n`;
  const ofPylock = (text: string) => request(text, { file: 'pylock.toml' } as never);
  const good = 'six-1.0-py3-none-any.whl';

  test('that say where wheels are, and how large, ask nobody', async () => {
    const index = await serve();
    const [wheels] = await resolve([ofPylock(pylock(wheel(good)))], index);

    expect(wheels).toEqual([{ url: `https://f.example/${good}`, size: 7, sha256: 'a'.repeat(64) }]);
    expect(index.requests).toEqual([]);
  });

  test.each<[string, string, string, RegExp]>([
    ['no TOML', '[[', 'E_PYTHON_LOCK', /pylock\.toml of \. is no TOML/],
    [
      'a name that leads elsewhere',
      pylock(wheel('..%2fsix-1.0-py3-none-any.whl')),
      'E_PYTHON_LOCK',
      /another name/,
    ],
    [
      'a name of another package',
      pylock(wheel('seven-1.0-py3-none-any.whl')),
      'E_PYTHON_LOCK',
      /another name/,
    ],
    ['another version', pylock(wheel('six-2.0-py3-none-any.whl')), 'E_PYTHON_LOCK', /another name/],
    ['an md5 alone', pylock(wheel(good, 'md5 = "x"')), 'E_PYTHON_HASH', /has no sha256/],
    ['half a sha256', pylock(wheel(good, 'sha256 = "abc"')), 'E_PYTHON_LOCK', /hashes\.sha256/],
    [
      'a package twice',
      `${pylock(wheel(good))}[[packages]]\nname = "Six"\n${wheel(good)}`,
      'E_PYTHON_LOCK',
      /twice/,
    ],
    [
      'a repository',
      pylock('vcs = { type = "git", url = "https://g.example/x.git" }\n'),
      'E_PYTHON_SOURCE',
      /a repository/,
    ],
    ['a folder', pylock('directory = { path = "../six" }\n'), 'E_PYTHON_SOURCE', /a folder/],
    [
      'a wheel of this machine',
      pylock(`wheels = [{ path = "../${good}", hashes = { sha256 = "${'a'.repeat(64)}" } }]\n`),
      'E_PYTHON_SOURCE',
      /beside the lock/,
    ],
    [
      'a login in a URL',
      pylock(wheel(good).replace('https://', 'https://me:pw@')),
      'E_PYTHON_SOURCE',
      /cannot be fetched/,
    ],
    [
      'another Python',
      pylock(wheel(good), 'requires-python = "<3.10"\n'),
      'E_PYTHON_VERSION',
      /Python 3\.13\.5 is not/,
    ],
    [
      'a marker that is none',
      pylock(wheel(good), 'marker = "python > 3"\n'),
      'E_PYTHON_LOCK',
      /no marker/,
    ],
    [
      'a marker about the kernel',
      pylock(wheel(good), `marker = "platform_release > '6'"\n`),
      'E_PYTHON_LOCK',
      /running machine/,
    ],
    ['another version of the form', 'lock-version = "2.0"\n', 'E_PYTHON_LOCK', /lock-version/],
  ])('with %s are refused', async (_what, text, code, message) => {
    const index = await serve();
    const error = await errorOf(resolve([ofPylock(text)], index));

    expect(error).toMatchObject({ code, details: { constructPath: 'app/0' } });
    expect(error.message).toMatch(message);
    expect(`${error.message} ${error.details.got}`).not.toContain('pw');
  });
});

describe('the lock file of a repository', () => {
  let server: GitServer;
  beforeAll(async () => {
    server = await startGitServer(folder);
    open.push(server);
  });

  test('is read at its commit, the one that is there or the one that is named', async () => {
    const index = await serve();
    const { commits } = server.addRepository('shop', [
      { message: '1', files: { 'app/requirements.txt': six(index) } },
      { message: '2', files: { 'app/uv.lock': 'version = 1\n' } },
      { message: '3', files: { 'app/uv.lock': null, 'app/requirements.txt': null } },
    ]);
    const of = (commit = '', file?: string) => {
      const place = {
        type: 'git',
        url: `${server.gitUrl}/shop.git`,
        commit,
        folder: 'app',
      } as const;
      return { ...place, ...(file === undefined ? {} : { file }), ...WANTED };
    };

    expect((await resolve([of(commits[0])], index))[0]).toHaveLength(1);
    expect((await resolve([of(commits[1], 'requirements.txt')], index))[0]).toHaveLength(1);
    const both = await errorOf(resolve([of(commits[1])], index));
    expect(both).toMatchObject({
      code: 'E_PYTHON_LOCK',
      details: { fix: "name it: file: 'uv.lock'" },
    });
    expect(both.message).toContain('there are uv.lock and requirements.txt of app in');
    const none = await errorOf(resolve([of(commits[2])], index));
    expect(none.message).toContain('there is no lock file of Python packages');
  });
});
