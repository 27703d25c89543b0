import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeGitRepository } from './git-repository';
import { type GitServer, startGitServer } from './git-server';
import { temporaryFolder } from './temporary-folder';

const folder = temporaryFolder('git');

// Not the synchronous form: the HTTP half of the server lives in this very process.
const git = async (...args: string[]) =>
  (await promisify(execFile)('git', ['-c', 'protocol.version=2', ...args], { cwd: folder })).stdout;

const SPECS = [
  {
    message: 'first',
    files: { README: 'one\n', 'bin/run': { executable: '#!/bin/sh\n' } },
    tags: ['light'],
  },
  {
    message: 'second',
    files: { README: 'two\n', current: { link: 'README' } },
    annotatedTags: { 'v1.0.0': 'one' },
  },
  { message: 'side', files: { side: 'x\n' }, branch: 'side' },
];

describe('git server', () => {
  let server: GitServer;

  beforeAll(async () => {
    server = await startGitServer(join(folder, 'served'));
  });
  afterAll(() => server.close());

  test('equal specs give equal ids in another folder', () => {
    const one = makeGitRepository(join(folder, 'a.git'), SPECS);
    const two = makeGitRepository(join(folder, 'deep/er/b.git'), SPECS);
    expect(two.refs).toEqual(one.refs);
    // Fixed: it changes only with the specs above or with how repositories are made.
    expect(one.commits).toMatchInlineSnapshot(`
[
  "4adec8932a79574de9e35abf3e2418838cac6759",
  "0a9f423e92802969fe3aca0b2acde38bc7666d9c",
  "5fd720c89d338c6dbd3b11434bb14bfa121b04b9",
]
`);
  });

  test('an annotated tag has an id of its own and stands for its commit', () => {
    const repository = makeGitRepository(join(folder, 'tags.git'), SPECS);
    expect(repository.refs['refs/tags/v1.0.0']).not.toBe(repository.commits[1]);
    expect(repository.commitOf('v1.0.0')).toBe(repository.commits[1]);
    expect(repository.refs['refs/tags/light']).toBe(repository.commits[0]);
    expect(repository.refs['refs/heads/side']).toBe(repository.commits[2]);
  });

  test.each(['httpUrl', 'gitUrl'] as const)(
    'serves tags and single commits by %s',
    async (protocol) => {
      const repository = server.addRepository(`served-${protocol}`, SPECS);
      const url = `${server[protocol]}/served-${protocol}.git`;
      expect(await git('ls-remote', url, 'refs/tags/v1.0.0^{}')).toContain(repository.commits[1]);

      const clone = join(folder, `clone-${protocol}`);
      await git('init', '--quiet', clone);
      await git('-C', clone, 'fetch', '--quiet', '--depth=1', url, repository.commits[0] ?? '');
      await git('-C', clone, 'checkout', '--quiet', 'FETCH_HEAD');
      expect(readFileSync(join(clone, 'README'), 'utf8')).toBe('one\n');
      expect(statSync(join(clone, 'bin/run')).mode & 0o111).toBe(0o111);
    },
  );

  test('later commits move the branch and leave the tags', () => {
    const before = server.addRepository('moving', SPECS.slice(0, 2));
    const after = before.add([{ message: 'third', files: { README: null } }]);
    expect(after.commits.slice(0, 2)).toEqual(before.commits);
    expect(after.refs['refs/heads/main']).toBe(after.commits[2]);
    expect(after.refs['refs/tags/v1.0.0']).toBe(before.refs['refs/tags/v1.0.0']);
  });

  test('rejects a client without the password, by HTTP', async () => {
    const locked = await startGitServer(join(folder, 'locked'), {
      login: { user: 'me', password: 'p4ss' },
    });
    try {
      locked.addRepository('secret', SPECS);
      const url = new URL(`${locked.httpUrl}/secret.git`);
      await expect(git('-c', 'core.askPass=false', 'ls-remote', url.href)).rejects.toThrow();
      url.username = 'me';
      url.password = 'p4ss';
      expect(await git('ls-remote', url.href)).toContain('refs/heads/main');
    } finally {
      await locked.close();
    }
  });
});
