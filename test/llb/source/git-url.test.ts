import fc from 'fast-check';
import { parseGitUrl } from '../../../lib/llb/source/git-url';
import { optionError } from '../decoded';
import { compareRows, type GoGitUrl, goTables, orRefused } from '../go-tables';

const rows = goTables().git;

function asGo(text: string): GoGitUrl {
  const { isSsh, host, path, remote } = parseGitUrl(text);
  const scheme = /^[a-z]+(?=:\/\/)/.exec(remote)?.[0] ?? 'ssh';
  expect(isSsh).toBe(scheme === 'ssh');
  return { scheme, host, path, remote };
}

// Nothing can be fetched without a host, and how a name beyond ASCII is looked up differs.
const isUsable = (url: GoGitUrl | null): boolean => url !== null && /^[!-~]+$/.test(url.host);

test("takes remotes apart as BuildKit's gitutil does", () => {
  const usable = rows.filter(({ out }) => isUsable(out));
  expect(usable.length).toBeGreaterThan(300);
  const { ours, go } = compareRows(usable, asGo);
  expect(ours).toEqual(go);
});

test('refuses what BuildKit refuses, and hosts that are empty or beyond ASCII', () => {
  const others = rows.filter(({ out }) => !isUsable(out));
  expect(others.length).toBeGreaterThan(100);
  const { ours } = compareRows(others, (text) => orRefused('E_LLB_OPTION', () => asGo(text)));
  expect(ours.filter(({ out }) => out !== null)).toEqual([]);
});

test('the URL for git is a URL that is taken apart in the same way', () => {
  for (const { in: text, out } of rows) {
    if (!isUsable(out)) continue;
    const first = parseGitUrl(text);
    expect(parseGitUrl(first.remote)).toEqual(first);
  }
});

test('host and path are the same for every scheme', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,6}[a-z0-9]$/);
  fc.assert(
    fc.property(name, fc.array(name, { minLength: 1, maxLength: 3 }), (host, parts) => {
      const path = parts.join('/');
      const forms = [
        `https://${host}/${path}`,
        `http://${host}/${path}`,
        `HTTPS://user@${host}/${path}`,
        `ssh://git@${host}/${path}`,
        `git://${host}/${path}`,
        `git@${host}:${path}`,
        `git@${host}:/${path}`,
        `${host}/${path}`,
      ].map(parseGitUrl);
      for (const form of forms) expect([form.host, form.path]).toEqual([host, `/${path}`]);
      expect(forms.map(({ isSsh }) => isSsh)).toEqual([
        false,
        false,
        false,
        true,
        false,
        true,
        true,
        false,
      ]);
    }),
  );
});

test('user and password are in the URL for git alone', () => {
  expect(parseGitUrl('https://me:p%40ss@host/x')).toEqual({
    isSsh: false,
    host: 'host',
    path: '/x',
    remote: 'https://me:p%40ss@host/x',
  });
});

test.each([
  ['https://host/a b', 'https://host/a%20b', '/a b'],
  ['https://host/a%20b', 'https://host/a%20b', '/a b'],
  ['https://host/%41', 'https://host/%41', '/A'],
  ['https://host/ü', 'https://host/%C3%BC', '/ü'],
  ['https://host/../x/./y//z/', 'https://host/../x/./y//z/', '/x/y/z'],
  ['https://host', 'https://host', '/'],
  ['host:8080/x', 'https://host:8080/x', '/x'],
])('%s is %s for git', (text, remote, path) => {
  expect(parseGitUrl(text)).toMatchObject({ remote, path });
});

const WHOLE = 'a URL with a host and a path';
test.each([
  [
    'https://me:pw@host/x#main',
    '"https://…@host/x#main"',
    'a URL without "?" and "#"; use ref and subdir',
  ],
  ['https://host/x?y', '"https://host/x?y"', 'a URL without "?" and "#"; use ref and subdir'],
  ['ftp://me:pw@host/x', '"ftp://…@host/x"', 'https, http, ssh or git as scheme'],
  ['https://me:pw@host/%zz', '"https://…@host/%zz"', WHOLE],
  ['https:///x', '"https:///x"', WHOLE],
  ['', '"https://"', WHOLE],
])('%j is refused, without its password', (text, got, expected) => {
  expect(() => parseGitUrl(text)).toThrow(optionError('git url', got, expected));
});
