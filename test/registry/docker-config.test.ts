import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from '../../lib/errors';
import { dockerCredentials } from '../../lib/registry';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('docker-config');
let counter = 0;

/** Credentials with this config.json, and these programs on PATH. */
function lookupWith(config: object | string, helpers: Readonly<Record<string, string>> = {}) {
  const home = join(folder, `${counter++}`);
  mkdirSync(home);
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  writeFileSync(join(home, 'config.json'), text);
  for (const [name, script] of Object.entries(helpers)) {
    const path = join(home, `docker-credential-${name}`);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }
  return dockerCredentials({ env: { DOCKER_CONFIG: home, PATH: `${home}:/usr/bin:/bin` } });
}

const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') });

describe('the file itself', () => {
  test('gives user and password; a password may have colons and more', async () => {
    const lookup = lookupWith({ auths: { 'r.example:5000': auth('me:p:ä:ss') } });

    expect(await lookup('r.example:5000')).toEqual({ username: 'me', password: 'p:ä:ss' });
    expect(await lookup('other.example')).toBeUndefined();
  });

  test.each([
    ['https://r.example', 'r.example'],
    ['http://r.example', 'r.example'],
    ['https://r.example/', 'r.example'],
    ['https://r.example/v1/', 'r.example'],
    ['https://r.example/v2/', 'r.example'],
    ['https://r.example/v2/me?x=1', 'r.example'],
    ['https://me@r.example/v1/', 'r.example'],
    ['r.example/', 'r.example'],
    ['r.example/me/project', 'r.example'],
    ['R.Example', 'r.example'],
    ['r.example:5000/v2', 'r.example:5000'],
    ['https://r.example:5000/v1/', 'r.example:5000'],
    ['https://r.example:443', 'r.example:443'],
    ['http://[::1]:5000/v2/', '[::1]:5000'],
  ])('under the key %s is of %s', async (key, host) => {
    const lookup = lookupWith({ auths: { [key]: auth('a:b') } });

    expect(await lookup(host)).toEqual({ username: 'a', password: 'b' });
    expect(await lookup('other.example')).toBeUndefined();
    expect(await lookup(host.includes(':') ? 'r.example' : `${host}:5000`)).toBeUndefined();
  });

  test('is of the registry under its own name before any other form of it', async () => {
    const auths = { 'https://r.example/v1/': auth('old:old'), 'r.example': auth('new:new') };

    expect(await lookupWith({ auths })('r.example')).toMatchObject({ username: 'new' });
  });

  test('is passed over where a form of the registry has nothing in it', async () => {
    const auths = { 'r.example': {}, 'https://r.example/v1/': auth('a:b') };

    expect(await lookupWith({ auths })('r.example')).toMatchObject({ username: 'a' });
  });

  test.each([
    'https://index.docker.io/v1/',
    'https://index.docker.io/v1',
    'index.docker.io',
    'docker.io',
    'Docker.io/me',
    'registry-1.docker.io',
    'https://registry-1.docker.io/v2/',
  ])('has Docker Hub under %s', async (key) => {
    const lookup = lookupWith({ auths: { [key]: auth('a:b') } });

    for (const host of ['docker.io', 'registry-1.docker.io', 'index.docker.io']) {
      expect(await lookup(host)).toEqual({ username: 'a', password: 'b' });
    }
    expect(await lookup('auth.docker.io')).toBeUndefined();
  });

  test('comes after DOCKER_AUTH_CONFIG, which CI services set', async () => {
    const home = join(folder, `${counter++}`);
    mkdirSync(home);
    const file = { auths: { 'r.example': auth('file:file'), 'f.example': auth('file:file') } };
    writeFileSync(join(home, 'config.json'), JSON.stringify(file));
    const env = (text: string) => ({ DOCKER_CONFIG: home, DOCKER_AUTH_CONFIG: text });
    const inEnv = JSON.stringify({ auths: { 'https://r.example': auth('env:env') } });
    const lookup = dockerCredentials({ env: env(inEnv) });

    expect(await lookup('r.example')).toMatchObject({ username: 'env' });
    expect(await lookup('f.example')).toMatchObject({ username: 'file' });
    await expect(dockerCredentials({ env: env('{') })('r.example')).rejects.toMatchObject({
      code: 'E_CREDENTIALS',
      message: expect.stringContaining('DOCKER_AUTH_CONFIG'),
    });
  });

  test.each(['docker.io', 'registry-1.docker.io', 'index.docker.io'])(
    'has Docker Hub under its old name, for %s',
    async (host) => {
      const lookup = lookupWith({ auths: { 'https://index.docker.io/v1/': auth('a:b') } });

      expect(await lookup(host)).toEqual({ username: 'a', password: 'b' });
    },
  );

  test('gives tokens, and plain fields', async () => {
    const lookup = lookupWith({
      auths: {
        identity: { identitytoken: 'id', ...auth('00000000-0000:') },
        bearer: { registrytoken: 'reg' },
        plain: { username: 'u', password: 'p' },
        empty: {},
      },
    });

    expect(await lookup('identity')).toMatchObject({ identityToken: 'id' });
    expect(await lookup('bearer')).toMatchObject({ registryToken: 'reg' });
    expect(await lookup('plain')).toEqual({ username: 'u', password: 'p' });
    expect(await lookup('empty')).toBeUndefined();
  });

  test('may be absent', async () => {
    const lookup = dockerCredentials({ env: { DOCKER_CONFIG: join(folder, 'nowhere') } });

    expect(await lookup('r.example')).toBeUndefined();
  });

  test('is found in the home folder', async () => {
    const home = join(folder, 'home');
    mkdirSync(join(home, '.docker'), { recursive: true });
    writeFileSync(
      join(home, '.docker/config.json'),
      JSON.stringify({ auths: { 'r.example': auth('h:p') } }),
    );

    expect(await dockerCredentials({ env: { HOME: home } })('r.example')).toBeDefined();
  });

  test.each([
    ['no JSON', '{"auths": {"r.example": {"auth": "c2VjcmV0', 'it is not JSON'],
    ['no user:password', { auths: { 'r.example': auth('secret') } }, 'not base64 of user:password'],
  ])('fails when it is %s, without telling what is in it', async (_, config, message) => {
    const error = await lookupWith(config)('r.example').catch((caught) => caught);

    expect(error).toBeInstanceOf(BuildError);
    expect(error.code).toBe('E_CREDENTIALS');
    expect(error.message).toContain(message);
    expect(`${error.stack}`).not.toMatch(/c2VjcmV0|secret"/);
  });
});

describe('a helper program', () => {
  const answer = (user: string, secret: string) =>
    `read host; [ "$1" = get ] || exit 9\n` +
    `printf '{"ServerURL":"%s","Username":"${user}","Secret":"${secret}-%s"}' "$host" "$host"`;

  test('of one registry wins over that for all, and over the file', async () => {
    const lookup = lookupWith(
      {
        auths: { 'one.example': auth('file:file'), 'file.example': auth('file:file') },
        credHelpers: { 'one.example': 'one' },
        credsStore: 'all',
      },
      { one: answer('one', 's'), all: answer('all', 's') },
    );

    expect(await lookup('one.example')).toEqual({ username: 'one', password: 's-one.example' });
    expect(await lookup('two.example')).toEqual({ username: 'all', password: 's-two.example' });
  });

  test.each([
    ['docker.io', 'docker.io', 'https://index.docker.io/v1/'],
    ['https://index.docker.io/v1/', 'registry-1.docker.io', 'https://index.docker.io/v1/'],
    ['https://One.example/', 'one.example', 'one.example'],
  ])('of one registry may be named by %s', async (key, host, asked) => {
    const lookup = lookupWith({ credHelpers: { [key]: 'one' } }, { one: answer('one', 's') });

    expect(await lookup(host)).toEqual({ username: 'one', password: `s-${asked}` });
  });

  test('may have an identity token', async () => {
    const lookup = lookupWith({ credsStore: 'all' }, { all: answer('<token>', 'id') });

    expect(await lookup('r.example')).toEqual({
      username: '',
      password: '',
      identityToken: 'id-r.example',
    });
  });

  test('may have nothing, and then the file counts', async () => {
    const lookup = lookupWith(
      { auths: { 'r.example': auth('a:b') }, credsStore: 'all' },
      { all: 'echo "credentials not found in native keychain"; exit 1' },
    );

    expect(await lookup('r.example')).toEqual({ username: 'a', password: 'b' });
    expect(await lookup('other.example')).toBeUndefined();
  });

  test.each([
    ['is not there', {}, 'it is not on PATH'],
    ['fails', { all: 'echo the-secret; exit 1' }, 'it ended with exit code 1'],
    ['answers nonsense', { all: 'echo the-secret' }, 'its answer is not JSON'],
    ['answers without a secret', { all: 'echo "{}"' }, 'lacks "Username" or "Secret"'],
    ['answers null', { all: 'echo null' }, 'lacks "Username" or "Secret"'],
    ['answers a list', { all: 'echo "[1]"' }, 'lacks "Username" or "Secret"'],
    ['answers a number for a secret', { all: `echo '{"Username":"a","Secret":5}'` }, 'lacks'],
    ['answers without end', { all: 'yes the-secret | head -c 3000000' }, 'its answer is not JSON'],
    ['is killed', { all: 'kill -9 $$' }, 'it ended with'],
  ])('fails when it %s, without telling what it printed', async (_, helpers, message) => {
    const lookup = lookupWith({ credsStore: 'all' }, helpers as Record<string, string>);
    const error = await lookup('r.example').catch((caught) => caught);

    expect(error.code).toBe('E_CREDENTIALS');
    expect(error.message).toContain(message);
    expect(`${error.stack}`).not.toContain('the-secret');
  });

  test('is rejected when its name is a path', async () => {
    const lookup = lookupWith({ credsStore: '../../bin/sh' });

    await expect(lookup('r.example')).rejects.toThrow('its name is not that of a program');
  });
});
