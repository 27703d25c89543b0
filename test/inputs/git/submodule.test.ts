import fc from 'fast-check';
import { isSubmodulePath, isSubmoduleUrl, submoduleUrl } from '../../../lib/inputs/git/submodule';

const PARENT = 'https://git.example.org/group/repo.git';

describe('the URL of a submodule', () => {
  test.each([
    ['https://other.example/x.git', 'https://other.example/x.git'],
    ['../sub.git', 'https://git.example.org/group/sub.git'],
    ['../../other/sub', 'https://git.example.org/other/sub'],
    ['./inner.git', 'https://git.example.org/group/repo.git/inner.git'],
    ['git@host.example:me/x.git', 'ssh://git@host.example/me/x.git'],
    ['ssh://git@host.example:22/x.git', 'ssh://git@host.example:22/x.git'],
  ])('%s begins at that of its repository', (written, url) => {
    expect(submoduleUrl(PARENT, written)).toBe(url);
  });

  test.each([
    '../../../../x',
    '/srv/x.git',
    'file:///srv/x.git',
    'ext::sh -c true',
    '-u./x',
    'https://me:secret@host/x.git',
    'https://me@host/x.git',
    'https://host/x.git?a=1',
    'https://host/x.git#main',
    '',
  ])('%s is refused', (written) => {
    expect(submoduleUrl(PARENT, written)).toBeUndefined();
  });

  test('never leads to another host or scheme where it is relative', () => {
    const part = fc.constantFrom('..', '.', 'a', 'b.git', '', '-', '%2e', '@', ':');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const url = submoduleUrl(PARENT, `../${parts.join('/')}`);
        if (url === undefined) return;
        expect(new URL(url).origin).toBe('https://git.example.org');
        expect(isSubmoduleUrl(url)).toBe(true);
      }),
    );
  });
});

test.each([
  ['dir/subm', true],
  ['.github', true],
  ['../x', false],
  ['a/../b', false],
  ['/x', false],
  ['a//b', false],
  ['a/.git', false],
  ['.GIT/hooks', false],
  ['', false],
])('the place "%s" of a submodule is one: %s', (path, is) => {
  expect(isSubmodulePath(path)).toBe(is);
});
