import { join } from 'node:path';
import { GIT } from '../../../lib/inputs/git/kind';
import { resolveGit } from '../../../lib/inputs/git/resolver';
import { EMPTY_LOCK, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import { runGit } from '../../support/git-repository';
import { type GitServer, startGitServer } from '../../support/git-server';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('inspect');
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 5\n`;
let server: GitServer;

beforeAll(async () => {
  server = await startGitServer(join(folder, 'git'));
});
afterAll(() => server.close());

const modules = (paths: Readonly<Record<string, string>>) =>
  Object.entries(paths)
    .map(([path, url]) => `[submodule "${path}"]\n\tpath = ${path}\n\turl = ${url}\n`)
    .join('');
const resolve = (name: string, ref = 'refs/heads/main') =>
  resolveGit({ url: `${server.httpUrl}/${name}.git`, ref });

describe('submodules of a commit', () => {
  test('are found with theirs, by their place in the whole', async () => {
    const inner = server.addRepository('inner', [{ message: '1', files: { a: 'a' } }]);
    const [innerCommit = ''] = inner.commits;
    const sub = server.addRepository('sub', [
      {
        message: '1',
        files: { '.gitmodules': modules({ 'in/ner': '../inner.git' }) },
        submodules: { 'in/ner': innerCommit },
      },
    ]);
    const [subCommit = ''] = sub.commits;
    // Later commits: the submodule stays what it was.
    inner.add([{ message: '2', files: { a: 'b' } }]);
    const files = {
      '.gitmodules': modules({ 'd/s': `${server.httpUrl}/sub.git`, gone: '../gone.git' }),
    };
    server.addRepository('whole', [
      { message: '1', files, submodules: { 'd/s': subCommit, unknown: 'b'.repeat(40) } },
    ]);

    const { submodules } = await resolve('whole');

    expect(submodules).toEqual({
      'd/s': { url: `${server.httpUrl}/sub.git`, commit: subCommit },
      'd/s/in/ner': { url: `${server.httpUrl}/inner.git`, commit: innerCommit },
    });
  });

  test('are those of a commit that is named, also where the server gives none out by its id', async () => {
    const leaf = server.addRepository('leaf', [{ message: '1', files: { a: 'a' } }]);
    const [commit = ''] = leaf.commits;
    const files = { '.gitmodules': modules({ s: '../leaf.git' }) };
    const old = server.addRepository('old', [
      { message: '1', files, submodules: { s: commit } },
      { message: '2', files: { '.gitmodules': null, s: null } },
    ]);
    runGit(['-C', old.directory, 'config', 'uploadpack.allowAnySHA1InWant', 'false']);
    runGit(['-C', old.directory, 'config', 'uploadpack.allowFilter', 'false']);

    expect(await resolve('old', old.commits[0])).toEqual({
      commit: old.commits[0],
      submodules: { s: { url: `${server.httpUrl}/leaf.git`, commit } },
    });
    expect(await resolve('old')).toEqual({ commit: old.commits[1] });
  });

  test.each([
    ['a path of this machine', '/srv/x.git'],
    ['a password', 'https://me:hunter2@host.example/x.git'],
    ['a host without known keys', 'git@host.example:x.git'],
    ['a program', 'ext::sh -c id'],
  ])('with %s in the URL are refused', async (what, url) => {
    const name = `bad-${what.replace(/\W/g, '')}`;
    const submodules = { s: 'c'.repeat(40) };
    server.addRepository(name, [
      { message: '1', files: { '.gitmodules': modules({ s: url }) }, submodules },
    ]);

    const error = await resolve(name).catch((reason) => reason);

    expect(error).toMatchObject({ code: 'E_GIT_SUBMODULE' });
    expect(`${error.message} ${error.details.got}`).not.toContain('hunter2');
  });

  test('that lead to themselves end', async () => {
    const loop = server.addRepository('loop', [{ message: '1', files: { a: 'a' } }]);
    const [first = ''] = loop.commits;
    loop.add([
      {
        message: '2',
        files: { '.gitmodules': modules({ s: '../loop.git' }) },
        submodules: { s: first },
      },
    ]);

    expect(Object.keys((await resolve('loop')).submodules ?? {})).toEqual(['s']);
  });

  test('are told of, and stand in the lock as it is read again', async () => {
    const messages: string[] = [];
    const request = { url: `${server.httpUrl}/whole.git`, ref: 'refs/heads/main' };
    const lock = await resolveLock(asked(GIT, request), EMPTY_LOCK, {
      environment: { mirrors: {}, keyrings: [], proxies: {}, cacheFolder: folder } as never,
      onMessage: (message) => messages.push(message),
    });
    const section = sectionOf(lock, GIT);
    const { SchemaReader } = await import('../../../lib/json');
    const text = GIT.section.write(section, '');

    expect(messages).toEqual([expect.stringMatching(/submodules at d\/s, d\/s\/in\/ner:/)]);
    expect(
      GIT.section.read(JSON.parse(text), 'git', new SchemaReader('E_LOCK_FORMAT', 'l')),
    ).toEqual(section);
    for (const [from, to] of [
      ['"d/s"', '"../s"'],
      ['http://127', 'file://127'],
      ['"commit": "', '"commit": "x'],
    ] as const) {
      const wrong = JSON.parse(text.replaceAll(from, to));
      expect(() => GIT.section.read(wrong, 'git', new SchemaReader('E_LOCK_FORMAT', 'l'))).toThrow(
        /git\[/,
      );
    }
  });
});

describe('files of Git LFS', () => {
  test('are counted where they are pointers', async () => {
    server.addRepository('lfs', [
      {
        message: '1',
        files: {
          '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
          'deep/.gitattributes': '*.dat filter=lfs\nreal.dat -filter\n',
          'a.bin': POINTER,
          'deep/b.dat': POINTER,
          'deep/real.dat': 'x',
          'c.txt': POINTER,
        },
      },
    ]);
    expect((await resolve('lfs')).lfs).toBe(2);
  });

  test('are none where attributes name no filter, or what they name is no pointer', async () => {
    server.addRepository('plain', [
      { message: '1', files: { '.gitattributes': '*.bin -text\n', 'a.bin': POINTER } },
    ]);
    server.addRepository('content', [
      { message: '1', files: { '.gitattributes': '*.bin filter=lfs\n', 'a.bin': 'content' } },
    ]);
    expect(Object.keys(await resolve('plain'))).toEqual(['commit']);
    expect(Object.keys(await resolve('content'))).toEqual(['commit']);
  });
});
