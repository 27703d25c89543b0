import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironment } from '../../lib/environment';
import { authorizationFor } from '../../lib/environment/logins';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('logins');
let count = 0;

/** Logins of files below a home and an apt folder. */
function logins(files: Readonly<Record<string, string>>, env: Record<string, string> = {}) {
  const root = join(folder, `${count++}`);
  mkdirSync(join(root, 'apt/auth.conf.d'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const environment = loadEnvironment({
    folder: root,
    env: { HOME: root, ...env },
    aptFolder: join(root, 'apt'),
  });
  return environment.logins ?? [];
}

const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;

describe('logins', () => {
  test.each<[string, string, string | undefined]>([
    ['https://a.example/debian', 'machine a.example login me password x', 'me:x'],
    ['https://a.example/debian', 'machine a.example\n  login me\n  password x\n', 'me:x'],
    [
      'https://a.example/debian',
      '# machine a.example login no password no\nmachine a.example login me password #x',
      'me:#x',
    ],
    ['https://a.example/debian', 'machine b.example login me password x', undefined],
    ['https://a.example:8443/d', 'machine a.example:8443 login me password x', 'me:x'],
    ['https://a.example:8443/d', 'machine a.example login me password x', undefined],
    ['https://a.example/private/d', 'machine a.example/private login me password x', 'me:x'],
    ['https://a.example/public/d', 'machine a.example/private login me password x', undefined],
    // In clear only where that is said.
    ['http://a.example/debian', 'machine a.example login me password x', undefined],
    ['http://a.example/debian', 'machine http://a.example login me password x', 'me:x'],
    ['https://a.example/debian', 'machine http://a.example login me password x', undefined],
    [
      'https://a.example/d',
      'machine b.example login b password b machine a.example login me password x',
      'me:x',
    ],
    ['https://a.example/d', 'machine a.example login me', undefined],
    ['https://a.example/d', 'default login me password x', undefined],
    ['https://a.example/d', 'machine', undefined],
    ['https://a.example/d', '', undefined],
  ])('for %s of %j are %s', (url, text, login) => {
    const expected = login === undefined ? undefined : basic(login);
    expect(authorizationFor(url, logins({ 'apt/auth.conf': text }))).toBe(expected);
    expect(authorizationFor(url, logins({ '.netrc': text }))).toBe(expected);
  });

  test('are those of apt first, in the order in which it reads its files', () => {
    const machine = (user: string) => `machine a.example login ${user} password x\n`;
    const files = {
      'apt/auth.conf.d/20.conf': machine('second'),
      'apt/auth.conf.d/10.conf': machine('first'),
      'apt/auth.conf.d/00.bak': machine('no'),
      '.netrc': machine('last'),
    };
    expect(logins(files).map(({ header }) => header)).toEqual(
      ['first', 'second', 'last'].map((user) => basic(`${user}:x`)),
    );
    expect(
      logins(
        { other: machine('other'), '.netrc': machine('no') },
        { NETRC: join(folder, `${count}/other`) },
      ),
    ).toMatchObject([{ header: basic('other:x') }]);
  });
});
