import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  App,
  BaseImage,
  DebianBase,
  LocalFiles,
  PinnedGitSource,
  PythonPackages,
  type PythonPackagesProps,
} from '../../../constructs';
import { findPython } from '../../../constructs/python/python-version';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import type { PythonRequest } from '../../../lib/inputs/python/request';
import { decodeOp } from '../../../lib/llb';
import { errorsOf, execsOf } from '../../support/lowered';
import { temporaryFolder } from '../../support/temporary-folder';

const root = temporaryFolder('python-packages');

interface Given {
  /** Files of the app. @default - a git repository */
  readonly files?: Readonly<Record<string, string>>;
  readonly props?: Partial<PythonPackagesProps>;
  readonly platforms?: readonly string[];
}

function appOf({ files, platforms = ['linux/amd64', 'linux/arm64'], props = {} }: Given): App {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  const source =
    files === undefined
      ? new PinnedGitSource(app, 'source', { url: 'https://git.example.org/x.git', tag: 'v1' })
      : new LocalFiles(app, 'source', { path: folderWith(files) });
  const packages = new PythonPackages(app, 'packages', { source, base: debian, ...props });
  new BaseImage(app, 'image', { base: debian, platforms, files: [packages.at('/usr/local')] });
  return app;
}

let cwd = '';
beforeAll(() => {
  cwd = process.cwd();
  process.chdir(root);
});
afterAll(() => process.chdir(cwd));

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(root, 'src-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder.slice(root.length + 1);
}

function lowered(given: Given) {
  const { content, lowering } = appOf(given).lower(new FakeAnswers());
  const platforms = (content.images[0]?.platforms ?? []).map(({ definition }) => {
    const [install] = execsOf(definition, '/usr/bin/python3');
    if (install === undefined) throw new Error('nothing is installed');
    const wheels = definition.ops.flatMap(({ bytes }) => {
      const { body } = decodeOp(bytes);
      return body?.kind === 'source' && body.identifier.endsWith('.whl') ? [body] : [];
    });
    return { install, wheels, given: JSON.parse(install.args.at(-1) ?? '') };
  });
  const requests = lowering
    .requests()
    .flatMap(({ kind, request }) => (kind === 'python' ? [request as PythonRequest] : []));
  return { archiveFiles: content.archiveFiles, platforms, requests };
}

const LOCK = { 'uv.lock': 'version = 1\n' };

describe('packages of Python', () => {
  test('are installed on the build platform without a network, for what the target is', () => {
    const { platforms } = lowered({ files: LOCK });

    for (const [index, machine] of ['x86_64', 'aarch64'].entries()) {
      const { given, install, wheels } = platforms[index] ?? platforms[0] ?? {};
      expect([install?.network, install?.platform?.architecture]).toEqual(['none', 'amd64']);
      expect(install?.args.slice(0, 4)).toEqual([
        ...['/usr/bin/python3', '-I', '-B', '/run/buildkit-cdk/install-wheels.py'],
      ]);
      expect(given).toMatchObject({
        library: 'lib/python3.99/dist-packages',
        interpreter: '/usr/bin/python3.99',
        epoch: Date.UTC(1980, 0, 1) / 1000,
        environment: { platform_machine: machine, python_version: '3.99', sys_platform: 'linux' },
        elsewhere: [],
      });
      const mounted = install?.mounts.flatMap(({ dest }) =>
        dest.startsWith('/wheels/') ? [dest] : [],
      );
      const names = wheels?.map(({ identifier }) => identifier.split('/').at(-1));
      expect(mounted?.map((path) => path.slice('/wheels/'.length)).sort()).toEqual(names?.sort());
      for (const { attrs } of wheels ?? []) {
        expect(attrs['http.checksum']).toMatch(/^sha256:[0-9a-f]{64}$/);
      }
    }
    const digests = platforms.map(({ install }) => install.digest);
    expect(new Set(digests).size).toBe(2);
  });

  test('are asked for with the Python and the C library that are locked, for each target', () => {
    const { requests } = lowered({
      files: LOCK,
      props: { extras: ['B', 'a.b', 'b'], groups: ['dev'], exclude: ['NumPy'] },
    });

    expect(requests.map(({ architecture }) => architecture).sort()).toEqual(['amd64', 'arm64']);
    for (const request of requests) {
      expect(request).toMatchObject({
        type: 'file',
        file: 'uv.lock',
        text: LOCK['uv.lock'],
        python: expect.stringMatching(/^3\.99\.\d+$/),
        glibc: expect.stringMatching(/^\d+\.\d+$/),
        extras: ['a-b', 'b'],
        groups: ['dev'],
        exclude: ['numpy'],
      });
    }
  });

  test('of a repository are asked for at its commit', () => {
    const { requests } = lowered({ props: { directory: 'app', file: 'poetry.lock' } });

    expect(requests[0]).toMatchObject({
      type: 'git',
      url: 'https://git.example.org/x.git',
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      folder: 'app',
      file: 'poetry.lock',
    });
  });

  test('may come from a mirror of the public index, and hosts be told who fetches them', () => {
    const { archiveFiles, platforms } = lowered({
      files: LOCK,
      props: { logins: ['files.pythonhosted.org'] },
    });
    const [wheel] = platforms[0]?.wheels ?? [];

    expect(archiveFiles[wheel?.identifier ?? '']).toMatchObject({
      archive: 'pypi',
      path: wheel?.identifier.replace('https://files.pythonhosted.org/', ''),
    });
    expect(wheel?.attrs['http.authheadersecret']).toBe('HTTP_AUTH_HEADER.files.pythonhosted.org');
    const [open] = lowered({ files: LOCK }).platforms[0]?.wheels ?? [];
    expect(open?.attrs['http.authheadersecret']).toBeUndefined();
  });

  test.each<[string, Given, string, RegExp]>([
    [
      'no lock file',
      { files: { 'a.txt': '' } },
      'E_PYTHON_LOCK',
      /no lock file of Python packages in "src-/,
    ],
    [
      'two lock files',
      { files: { ...LOCK, 'requirements.txt': '' } },
      'E_PYTHON_LOCK',
      /there are uv\.lock and requirements\.txt in "src-/,
    ],
    [
      'a password in a URL',
      { files: { 'requirements.txt': '--index-url https://me:pw@i.example/simple\n' } },
      'E_PYTHON_SOURCE',
      /requirements\.txt has a URL with a password$/,
    ],
    [
      'a file that is not there',
      { files: LOCK, props: { file: 'poetry.lock' } },
      'E_PYTHON_LOCK',
      /no poetry\.lock in/,
    ],
    [
      'a file of another form',
      { files: LOCK, props: { file: 'Pipfile.lock' } },
      'E_PROPERTY',
      /file/,
    ],
    [
      'a platform without wheels',
      { files: LOCK, platforms: ['linux/arm/v5'] },
      'E_PLATFORM',
      /no wheels/,
    ],
  ])('with %s are refused, with construct and line', (_what, given, code, message) => {
    const [error] = errorsOf(() => appOf(given).lower(new FakeAnswers()));

    expect(error).toMatchObject({ code, details: { constructPath: 'packages' } });
    expect(error?.message).toMatch(message);
    expect(error?.details.source?.file).toMatch(/python-packages\.test\.ts$/);
  });
});

describe('Python of a root', () => {
  const of = (versions: Readonly<Record<string, string>>) =>
    findPython(Object.entries(versions).map(([name, version]) => ({ name, version })) as never);

  test.each([
    ['trixie', '3.13', '3.13.5-2+deb13u1', '2.41-12+deb13u1', '3.13.5', '2.41'],
    ['bookworm', '3.11', '3.11.2-6+deb12u9', '2.36-9+deb12u14', '3.11.2', '2.36'],
    ['a pre-release', '3.14', '3.14.0~rc2-1', '2.42-0experimental1', '3.14.0rc2', '2.42'],
  ])('is told by its package: %s', (_suite, series, version, libc6, python, glibc) => {
    expect(of({ [`python${series}-minimal`]: version, libc6 })).toEqual({ python, glibc });
  });

  test('is none where there are two, or where a package is missing', () => {
    const one = { 'python3.13-minimal': '3.13.5-2', libc6: '2.41-12' };

    expect(of({ ...one, 'python3.14-minimal': '3.14.0-1' })).toBeUndefined();
    expect(of({ libc6: one.libc6 })).toBeUndefined();
    expect(of({ 'python3.13-minimal': '3.13.5-2' })).toBeUndefined();
  });
});
