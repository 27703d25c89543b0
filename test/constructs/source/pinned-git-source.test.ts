import { App, PinnedGitSource, type PinnedGitSourceProps } from '../../../constructs';
import { Lowering } from '../../../constructs/core/lowering';
import { GIT, type GitLock } from '../../../lib/inputs/git/kind';
import { decodeOp } from '../../../lib/llb';
import { EMPTY_LOCK, sectionOf } from '../../../lib/lock/lock-file';
import { helloApp } from '../../support/hello-app';
import { codesOf, errorsOf, lowered } from '../../support/lowered';
import { madeUpLock } from '../../support/made-up-lock';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const URL = 'https://git.example.org/hello.git';
const SSH = 'ssh://git@git.example.org/hello.git';
const HOST = 'git.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdpdA==';

function source(props: PinnedGitSourceProps): PinnedGitSource {
  return new PinnedGitSource(new App(), 'source', props);
}

/** What it asks the lock. */
function asked(props: PinnedGitSourceProps): unknown[] {
  const lowering = new Lowering(EMPTY_LOCK, AMD64);
  source(props).lower(lowering.target(AMD64));
  return lowering.requests().map(({ request }) => request);
}

describe('a pinned git source', () => {
  test('becomes a git source at the locked commit', () => {
    const app = helloApp();
    const [{ commit } = { commit: '' }] = Object.values(sectionOf(madeUpLock(app), GIT));

    const sources = lowered(app, 'linux/amd64').ops.flatMap(({ bytes }) => {
      const { body } = decodeOp(bytes);
      return body?.kind === 'source' && body.identifier.startsWith('git://')
        ? [body.identifier]
        : [];
    });

    expect(sources).toEqual([`git://git.example.org/hello.git#${commit}`]);
  });

  test.each([
    [{ url: URL, tag: 'v1.0.0' }, 'refs/tags/v1.0.0'],
    [{ url: URL, branch: 'main' }, 'refs/heads/main'],
  ])('asks the lock for the commit of %j', (props, ref) => {
    expect(asked(props)).toEqual([{ url: URL, ref }]);
  });

  test('asks the lock for nothing where the app names the commit', () => {
    expect(asked({ url: URL, commit: 'a'.repeat(40) })).toEqual([]);
  });

  test('by ssh takes the keys of its host into the source and the request', () => {
    const knownHosts = [HOST, `[git.example.org]:2222 ${HOST.split(' ').slice(1).join(' ')}`];
    const commit = 'a'.repeat(40);
    expect(asked({ url: SSH, tag: 'v1', knownHosts })).toEqual([
      { url: SSH, ref: 'refs/tags/v1', knownHosts },
    ]);
    const target = new Lowering(EMPTY_LOCK, AMD64).target(AMD64);
    const { ops } = source({ url: SSH, commit, knownHosts })
      .lower(target)
      .marshal({ platform: AMD64 });
    expect(ops.map(({ bytes }) => decodeOp(bytes).body)).toContainEqual({
      kind: 'source',
      identifier: `git://git.example.org/hello.git#${commit}`,
      attrs: expect.objectContaining({
        'git.fullurl': SSH,
        'git.knownsshhosts': `${knownHosts.join('\n')}\n`,
        'git.mountsshsock': 'default',
      }),
    });
  });

  test.each<[string, PinnedGitSourceProps, string]>([
    ['no ref', { url: URL }, 'E_GIT_REF'],
    ['two refs', { url: URL, tag: 'v1', branch: 'main' }, 'E_GIT_REF'],
    ['half a commit', { url: URL, commit: 'abc123' }, 'E_GIT_REF'],
    ['a path', { url: './hello', tag: 'v1' }, 'E_GIT_URL'],
    ['a fragment', { url: `${URL}#main`, tag: 'v1' }, 'E_GIT_URL'],
    ['another scheme', { url: 'ftp://example.org/hello.git', tag: 'v1' }, 'E_GIT_URL'],
    ['ssh without host keys', { url: SSH, tag: 'v1' }, 'E_GIT_KNOWN_HOSTS'],
    ['host keys for https', { url: URL, tag: 'v1', knownHosts: [HOST] }, 'E_GIT_KNOWN_HOSTS'],
    ['what is no host key', { url: SSH, tag: 'v1', knownHosts: ['git.example.org'] }, 'E_PROPERTY'],
    ['credentials', { url: 'https://me:s3cret@example.org/hello.git', tag: 'v1' }, 'E_GIT_URL'],
  ])('rejects %s', (_what, props, code) => {
    const errors = source(props).check();

    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(JSON.stringify(errors.map(({ details, message }) => [details, message]))).not.toContain(
      's3cret',
    );
  });

  describe('with a locked answer', () => {
    const COMMIT = 'a'.repeat(40);

    function lower(props: Partial<PinnedGitSourceProps>, answer: Partial<GitLock>) {
      const all = { url: URL, tag: 'v1', ...props };
      const locked = { commit: COMMIT, ...answer };
      const git = { [`${URL}#refs/tags/v1`]: locked, [`${URL}#${COMMIT}`]: locked };
      return source(all)
        .lower(new Lowering({ sections: { git } }, AMD64).target(AMD64))
        .marshal({ platform: AMD64 });
    }

    const gitOps = (definition: ReturnType<typeof lower>) =>
      definition.ops.flatMap(({ bytes, digest }) => {
        const { body } = decodeOp(bytes);
        if (body?.kind !== 'source') return [];
        const needs = definition.metadata.get(digest)?.caps.includes('source.git.skipsubmodules');
        return [[body.identifier, body.attrs['git.skipsubmodules'], needs]];
      });

    test('leaves submodules out, and needs a daemon for that only where there may be some', () => {
      const submodules = { s: { url: 'https://git.example.org/s.git', commit: 'b'.repeat(40) } };
      const own = `git://git.example.org/hello.git#${COMMIT}`;

      expect(gitOps(lower({}, {}))).toEqual([[own, 'true', false]]);
      expect(gitOps(lower({}, { submodules }))).toEqual([[own, 'true', true]]);
      expect(gitOps(lower({ tag: undefined as never, commit: COMMIT }, {}))).toEqual([
        [own, 'true', true],
      ]);
      expect(gitOps(lower({ submodules: true }, { submodules })).sort()).toEqual([
        [own, 'true', true],
        [`git://git.example.org/s.git#${'b'.repeat(40)}`, 'true', true],
      ]);
    });

    test('asks for the submodules of a commit that the app names', () => {
      expect(asked({ url: URL, commit: COMMIT, submodules: true })).toEqual([
        { url: URL, ref: COMMIT },
      ]);
    });

    test('refuses a tag that is another commit than the app says', () => {
      expect(lower({ commit: COMMIT }, {}).digest).toBe(lower({}, {}).digest);
      const [error] = errorsOf(() => lower({ commit: 'c'.repeat(40) }, {}));
      expect(error).toMatchObject({
        code: 'E_GIT_TAG_MOVED',
        details: {
          got: `${COMMIT}, as it is locked`,
          expected: 'c'.repeat(40),
          constructPath: 'source',
        },
      });
    });

    test('refuses pointers of Git LFS, unless they are wanted', () => {
      expect(codesOf(() => lower({}, { lfs: 2 }))).toEqual(['E_GIT_LFS']);
      expect(lower({ lfs: 'pointers' }, { lfs: 2 }).digest).toBe(lower({}, {}).digest);
    });
  });
});
