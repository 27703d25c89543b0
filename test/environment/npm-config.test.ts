import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmLoginFor, readNpmConfig, registryFor } from '../../lib/environment/npm-config';
import { temporaryFolder } from '../support/temporary-folder';

/** A variable, as npmrc has it. */
const variable = (name: string) => ['$', '{', name, '}'].join('');

const root = temporaryFolder('npm-config');
const [app, home] = [join(root, 'app'), join(root, 'home')];
mkdirSync(app);
mkdirSync(home);
const read = (own: string, user = '', env: Record<string, string> = {}) => {
  writeFileSync(join(app, '.npmrc'), own);
  writeFileSync(join(home, '.npmrc'), user);
  return readNpmConfig(app, { HOME: home, NPM_CONFIG_GLOBALCONFIG: '/dev/null', ...env });
};

describe("npm's configuration", () => {
  test('is the public registry, where nothing is said', () => {
    expect(read('')).toEqual({
      registry: 'https://registry.npmjs.org',
      scopes: {},
      logins: new Map(),
    });
  });

  test('is taken from variables, the app, and the user, in this order', () => {
    const own = 'registry=https://app.example/\n';
    const user = 'registry = "https://user.example/"\n@acme:registry=https://acme.example/npm/\n';

    expect(registryFor(read('', user), 'a')).toBe('https://user.example');
    expect(registryFor(read(own, user), 'a')).toBe('https://app.example');
    expect(registryFor(read(own, user), '@acme/b')).toBe('https://acme.example/npm');
    expect(registryFor(read(own, user), '@constructor/b')).toBe('https://app.example');
    const env = { NPM_CONFIG_REGISTRY: 'https://env.example/x' };
    expect(registryFor(read(own, user, env), 'a')).toBe('https://env.example/x');
  });

  test('has logins for parts of URLs, with variables in them', () => {
    const text = [
      '; a comment',
      '# another',
      `//npm.example/acme/:_authToken=${variable('TOKEN')}`,
      '//npm.example/:username=me',
      `//npm.example/:_password=${Buffer.from('p:w').toString('base64')}`,
      '//auth.example:8080/:_auth=abc=',
      `//lost.example/:_authToken=${variable('NOWHERE')}`,
      `//gone.example/:_authToken=${variable('NOWHERE?')}`,
    ].join('\n');
    const config = read(text, '', { TOKEN: 't0ken' });
    const login = (url: string) => npmLoginFor(config, url);

    expect(login('https://npm.example/acme/a/-/a-1.tgz')).toBe('Bearer t0ken');
    expect(login('https://npm.example/other/-/a-1.tgz')).toBe(
      `Basic ${Buffer.from('me:p:w').toString('base64')}`,
    );
    expect(login('https://npm.example/acmeX/a')).toBe(
      `Basic ${Buffer.from('me:p:w').toString('base64')}`,
    );
    expect(login('http://auth.example:8080/a')).toBe('Basic abc=');
    expect(login('https://auth.example/a')).toBeUndefined();
    expect(login('https://npm.example.evil.example/acme/a')).toBeUndefined();
    expect(login('https://lost.example/a')).toBe(`Bearer ${variable('NOWHERE')}`);
    expect(login('https://gone.example/a')).toBeUndefined();
  });

  test('is read of the file that the variable names', () => {
    const file = join(root, 'other');
    writeFileSync(file, 'registry=http://127.0.0.1:4873\n');

    expect(read('', '', { NPM_CONFIG_USERCONFIG: file }).registry).toBe('http://127.0.0.1:4873');
  });
});
