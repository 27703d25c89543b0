import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readGitFacts } from '../../../lib/build/plan/git-facts';
import { temporaryFolder } from '../../support/temporary-folder';

const root = temporaryFolder('git-facts');

/** A repository with one commit. */
function repository() {
  const folder = mkdtempSync(join(root, 'repository-'));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  git('init', '--quiet', '--initial-branch', 'main');
  writeFileSync(join(folder, 'app.ts'), 'one');
  git('add', '.');
  git('commit', '--quiet', '--message', 'one');
  return { folder, git, head: git('rev-parse', 'HEAD') };
}

test('says commit, remote and tag', async () => {
  const { folder, git, head } = repository();
  expect(await readGitFacts(folder)).toEqual({ revision: head });

  git('remote', 'add', 'origin', 'https://me:secret@git.example.org/me/app.git');
  git('tag', 'v1.2.3');
  expect(await readGitFacts(folder)).toEqual({
    revision: head,
    source: 'https://git.example.org/me/app.git',
    version: 'v1.2.3',
  });
});

test('says that tracked files were changed, and not which tag of several it is', async () => {
  const { folder, git, head } = repository();
  git('remote', 'add', 'upstream', 'git@git.example.org:me/app.git');
  git('config', 'branch.main.remote', 'upstream');
  git('tag', 'one');
  git('tag', 'two');
  writeFileSync(join(folder, 'new.ts'), 'new');
  const source = 'git@git.example.org:me/app.git';
  expect(await readGitFacts(folder)).toEqual({ revision: head, source });

  writeFileSync(join(folder, 'app.ts'), 'two');
  expect(await readGitFacts(folder)).toEqual({ revision: `${head}-dirty`, source });
});

test('fails where there is no commit', async () => {
  await expect(readGitFacts(mkdtempSync(join(root, 'none-')))).rejects.toMatchObject({
    code: 'E_GIT_FACTS',
    details: { got: expect.stringContaining('not a git repository') },
  });
});
