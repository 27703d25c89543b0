import { join } from 'node:path';
import { PinnedGitSource, type PinnedGitSourceProps } from '../../constructs';
import { connect } from '../../lib/client';
import { GIT } from '../../lib/inputs/git/kind';
import { resolveGit } from '../../lib/inputs/git/resolver';
import { git as gitSource } from '../../lib/llb';
import { writeLock } from '../../lib/lock/write-lock';
import { filesOf } from '../support/artifact-image';
import { marshal } from '../support/client-builds';
import { describeWith } from '../support/engine';
import type { GitRepository } from '../support/git-repository';
import { type GitServer, startGitServer } from '../support/git-server';
import { temporaryFolder } from '../support/temporary-folder';

jest.setTimeout(60_000);

describeWith(['engine'], 'a git source of a repository with submodules', ({ engine }) => {
  const folder = temporaryFolder('submodules');
  const lock = join(folder, 'synth.lock.json');
  let git: GitServer;
  let repository: GitRepository;
  let url: string;

  beforeAll(async () => {
    git = await startGitServer(join(folder, 'git'));
    url = `${git.httpUrl}/repo.git`;
    const modules = (path: string, name: string) => ({
      '.gitmodules': `[submodule "${name}"]\n\tpath = ${path}\n\turl = ../${name}.git\n`,
    });
    const inner = git.addRepository('inner', [{ message: '1', files: { deep: 'deep' } }]);
    const sub = git.addRepository('sub', [
      {
        message: '1',
        files: { text: 'sub', run: { executable: '#!' }, ...modules('in/ner', 'inner') },
        submodules: { 'in/ner': inner.commits[0] ?? '' },
      },
    ]);
    repository = git.addRepository('repo', [
      { message: 'before', files: { 'dir/a': 'a' } },
      {
        message: 'with',
        files: modules('dir/subm', 'sub'),
        submodules: { 'dir/subm': sub.commits[0] ?? '' },
        tags: ['v1'],
      },
    ]);
    // Another client of the same daemon has fetched it as BuildKit does by itself.
    const connection = await connect(engine.address);
    const definition = marshal(gitSource(url, { ref: repository.commits[1] ?? '' }));
    const platform = { os: 'linux', architecture: 'amd64' };
    const results = [{ platform, definition, config: Buffer.from('{}') }];
    await connection.build({ results }).finally(() => connection.close());
    const request = { url, ref: 'refs/tags/v1' };
    const answer = await resolveGit(request);
    writeLock(lock, { sections: { git: { [GIT.key(request)]: answer } } });
  });
  afterAll(() => git?.close());

  const files = (props: Omit<PinnedGitSourceProps, 'url'>) =>
    filesOf(engine.address, (app) => new PinnedGitSource(app, 'source', { url, ...props }), {
      lock,
    });
  const DATE = '1980-01-01';
  const A = { '/dir': 'dir 755 0:0', '/dir/a': `file 644 0:0 ${DATE} a` };
  const MODULES = `[submodule "sub"]\n\tpath = dir/subm\n\turl = ../sub.git\n`;
  const SUB = {
    '/dir/subm': 'dir 755 0:0',
    '/dir/subm/.gitmodules': `file 644 0:0 ${DATE} [submodule "inner"]\n\tpath = in/ner\n\turl = ../inner.git\n`,
    '/dir/subm/in': 'dir 755 0:0',
    '/dir/subm/in/ner': 'dir 755 0:0',
    '/dir/subm/in/ner/deep': `file 644 0:0 ${DATE} deep`,
    '/dir/subm/run': `file 755 0:0 ${DATE} #!`,
    '/dir/subm/text': `file 644 0:0 ${DATE} sub`,
  };

  test('has the files of its commit alone, whatever the daemon knows of others', async () => {
    expect(await files({ commit: repository.commits[0] ?? '' })).toEqual(A);
    expect(await files({ tag: 'v1' })).toEqual({
      ...A,
      '/.gitmodules': `file 644 0:0 ${DATE} ${MODULES}`,
      '/dir/subm': 'dir 755 0:0',
    });
  });

  test('has those of the submodules and theirs where it is asked, without what the daemon adds', async () => {
    const all = { ...A, '/.gitmodules': `file 644 0:0 ${DATE} ${MODULES}`, ...SUB };
    expect(await files({ tag: 'v1', submodules: true })).toEqual(all);
  });

  test('takes a folder in a submodule as the root', async () => {
    expect(await files({ tag: 'v1', submodules: true, subdirectory: 'dir/subm/in' })).toEqual({
      '/ner': 'dir 755 0:0',
      '/ner/deep': `file 644 0:0 ${DATE} deep`,
    });
    expect(await files({ tag: 'v1', subdirectory: 'dir' })).toEqual({
      '/a': A['/dir/a'],
      '/subm': 'dir 755 0:0',
    });
  });
});
