import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { redactUrl } from '../../../lib/git/ask-git';
import { DEBIAN } from '../../../lib/inputs/debian/kind';
import { GIT, type GitRequest } from '../../../lib/inputs/git/kind';
import { resolveGit } from '../../../lib/inputs/git/resolver';
import { EMPTY_LOCK, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import type { GitRepository } from '../../support/git-repository';
import { type GitServer, startGitServer } from '../../support/git-server';
import { debianRequest } from '../../support/served-debian';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('git');
let server: GitServer;
let guarded: GitServer;
let repository: GitRepository;

beforeAll(async () => {
  server = await startGitServer(join(folder, 'open'));
  guarded = await startGitServer(join(folder, 'guarded'), {
    login: { user: 'builder', password: 'hunter2-secret' },
  });
  repository = server.addRepository('hello', [
    { message: 'first', files: { 'main.c': 'int main;\n' }, tags: ['v1.0.0'] },
    { message: 'second', files: { 'main.c': 'int a;\n' }, annotatedTags: { 'v1.1.0': 'release' } },
  ]);
  guarded.addRepository('private', [{ message: 'first', files: { a: 'a' }, tags: ['v1'] }]);
});
afterAll(() => Promise.all([server.close(), guarded.close()]));

const request = (ref: string, url = `${server.httpUrl}/hello.git`): GitRequest => ({ url, ref });

describe('resolveGit', () => {
  it('finds the commit of a light tag, a branch, and an annotated tag with its object', async () => {
    expect(await resolveGit(request('refs/tags/v1.0.0'))).toEqual({
      commit: repository.commits[0],
    });
    expect(await resolveGit(request('refs/heads/main'))).toEqual({ commit: repository.commits[1] });
    expect(await resolveGit(request('refs/tags/v1.1.0'))).toEqual({
      commit: repository.commits[1],
      tag: repository.refs['refs/tags/v1.1.0'],
    });
  });

  it('reads by the git protocol, and from a folder', async () => {
    for (const url of [`${server.gitUrl}/hello.git`, repository.directory]) {
      expect(await resolveGit(request('refs/tags/v1.0.0', url))).toEqual({
        commit: repository.commits[0],
      });
    }
  });

  it('needs nobody to know a commit', async () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    expect(await resolveGit(request(commit, 'https://nowhere.invalid/x.git'))).toEqual({ commit });
  });

  it('fails for an unknown tag, with one that may have been meant', async () => {
    await expect(resolveGit(request('refs/tags/v1.1'))).rejects.toMatchObject({
      code: 'E_GIT_REF_UNKNOWN',
      message: `git repository ${server.httpUrl}/hello.git has no tag "v1.1"`,
      details: { fix: expect.stringContaining('"v1.1.0"') },
    });
    await expect(resolveGit(request('refs/heads/mian'))).rejects.toMatchObject({
      message: expect.stringContaining('no branch "mian"'),
      details: { fix: 'did you mean "main"?' },
    });
  });

  it('never takes part of a name for the name', async () => {
    await expect(resolveGit(request('main'))).rejects.toMatchObject({ code: 'E_GIT_REF_UNKNOWN' });
  });

  it('fails for a repository that does not exist, or cannot be reached', async () => {
    await expect(
      resolveGit(request('refs/tags/v1', `${server.httpUrl}/nothing.git`)),
    ).rejects.toMatchObject({
      code: 'E_GIT_UNREACHABLE',
      message: `git repository ${server.httpUrl}/nothing.git cannot be read`,
      details: { got: expect.stringMatching(/^fatal: /) },
    });
  });

  it('fails without a question where a password is wanted', async () => {
    const url = `${guarded.httpUrl}/private.git`;
    await expect(resolveGit(request('refs/tags/v1', url))).rejects.toMatchObject({
      code: 'E_GIT_UNREACHABLE',
    });
  });

  it('reads with credentials, and never shows them', async () => {
    const good = guarded.httpUrl.replace('//', '//builder:hunter2-secret@');
    expect(await resolveGit(request('refs/tags/v1', `${good}/private.git`))).toHaveProperty(
      'commit',
    );

    const bad = guarded.httpUrl.replace('//', '//builder:wrong-secret@');
    const error = await resolveGit(request('refs/tags/v1', `${bad}/private.git`)).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'E_GIT_UNREACHABLE' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('wrong-secret');
    expect(String(error)).not.toContain('secret');
  });

  it('fails where git is not installed', async () => {
    mkdirSync(join(folder, 'empty'));
    await expect(
      resolveGit(request('refs/heads/main'), { env: { PATH: join(folder, 'empty') } }),
    ).rejects.toMatchObject({
      code: 'E_GIT_PROGRAM',
      details: { fix: expect.stringContaining('install git') },
    });
  });

  it('takes no option out of a URL', async () => {
    const mark = join(folder, 'mark');
    await expect(
      resolveGit(request('refs/heads/main', `--upload-pack=touch ${mark}`)),
    ).rejects.toMatchObject({ code: 'E_GIT_UNREACHABLE' });
    expect(() => writeFileSync(mark, '', { flag: 'wx' })).not.toThrow();
  });

  it('stops with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted');
    const work = resolveGit(request('refs/heads/main'), { signal: controller.signal });
    controller.abort(reason);
    await expect(work).rejects.toBe(reason);
  });
});

describe('redactUrl', () => {
  it.each([
    ['https://user:password@example.org/x.git', 'https://example.org/x.git'],
    ['https://token@example.org/x.git', 'https://example.org/x.git'],
    ['ssh://git@example.org/x.git', 'ssh://example.org/x.git'],
    ['https://example.org/a@b.git', 'https://example.org/a@b.git'],
    ['git@example.org:x.git', 'git@example.org:x.git'],
  ])('makes %s to %s', (url, redacted) => {
    expect(redactUrl(url)).toBe(redacted);
  });
});

describe('resolveLock for git', () => {
  const environment = {
    mirrors: {},
    aptMirrors: {},
    keyrings: [],
    cacheFolder: join(folder, 'cache'),
  };

  it('locks each ref once, keeps what is locked, and drops what nothing asks for', async () => {
    const tag = request('refs/tags/v1.1.0');
    const branch = request('refs/heads/main');
    const before = server.requests.length;

    const first = await resolveLock(asked(GIT, tag, tag), EMPTY_LOCK, { environment });

    expect(sectionOf(first, GIT)).toEqual({
      [`${tag.url}#refs/tags/v1.1.0`]: {
        commit: repository.commits[1],
        tag: repository.refs['refs/tags/v1.1.0'],
      },
    });
    expect(server.requests.length - before).toBeLessThanOrEqual(2);
    const count = server.requests.length;
    expect(await resolveLock(asked(GIT, tag), first, { environment })).toEqual(first);
    expect(server.requests).toHaveLength(count);

    const second = await resolveLock(asked(GIT, branch), first, { environment });
    expect(Object.keys(sectionOf(second, GIT))).toEqual([`${branch.url}#refs/heads/main`]);
  });

  it('does not move a branch that is locked', async () => {
    const branch = request('refs/heads/main');
    const moving = server.addRepository('moving', [{ message: 'one', files: { a: '1' } }]);
    const movingRequest = { ...branch, url: `${server.httpUrl}/moving.git` };
    const first = await resolveLock(asked(GIT, movingRequest), EMPTY_LOCK, { environment });
    moving.add([{ message: 'two', files: { a: '2' } }]);
    expect(await resolveLock(asked(GIT, movingRequest), first, { environment })).toEqual(first);
  });

  it('reports errors of git and of Debian together, with their constructs', async () => {
    const requests = [
      ...asked(GIT, request('refs/tags/nothing-like-it')),
      ...asked(DEBIAN, debianRequest({ snapshot: 'yesterday' })),
    ];
    await expect(resolveLock(requests, EMPTY_LOCK, { environment })).rejects.toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({
          code: 'E_GIT_REF_UNKNOWN',
          details: expect.objectContaining({ constructPath: 'app/0' }),
        }),
        expect.objectContaining({
          code: 'E_DEBIAN_SNAPSHOT_DATE',
          details: expect.objectContaining({ constructPath: 'app/0' }),
        }),
      ]),
    });
  });
});
