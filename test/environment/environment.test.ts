import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ENVIRONMENT_FILE, type EnvironmentSources, loadEnvironment } from '../../lib/environment';
import { temporaryFolder } from '../support/temporary-folder';

const root = temporaryFolder('environment');
let count = 0;

/** Loads from a fresh folder that holds the given `synth.environment.json`. */
function load(content: unknown, sources: Partial<EnvironmentSources> = {}) {
  count += 1;
  const folder = join(root, String(count));
  mkdirSync(folder);
  if (content !== undefined) {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(join(folder, ENVIRONMENT_FILE), text);
  }
  return {
    folder,
    ...{ environment: loadEnvironment({ folder, env: {}, aptFolder: folder, ...sources }) },
  };
}

describe('loadEnvironment', () => {
  it('is empty where nothing is configured', () => {
    const env = {
      HOME: '/home/somebody',
      NPM_CONFIG_GLOBALCONFIG: '/dev/null',
      PIP_CONFIG_FILE: '/dev/null',
    };
    const { environment, folder } = load(undefined, { env });
    expect(environment).toEqual({
      npm: { registry: 'https://registry.npmjs.org', scopes: {}, logins: new Map() },
      npmrc: join(folder, '.npmrc'),
      mirrors: {},
      aptMirrors: { debian: [], 'debian-security': [] },
      goProxies: {
        servers: [{ url: 'https://proxy.golang.org', isFallible: false }],
        end: 'direct',
        notFor: [],
      },
      pipIndexes: [{ url: 'https://pypi.org/simple' }],
      proxies: {},
      archiveProxies: {},
      keyrings: [],
      logins: [],
      cacheFolder: '/home/somebody/.cache/buildkit-cdk',
      secrets: [],
      ssh: [],
      cacheFrom: [],
      cacheTo: [],
    });
  });

  it('reads mirrors and keyrings from the file, paths relative to it', () => {
    const { folder, environment } = load({
      mirrors: {
        debian: ['http://a.example/debian/', 'https://b.example/'],
        'debian-security': 'http://c.example',
        crates: 'https://crates.example/dl/',
      },
      keyrings: ['keys/own.asc', '/etc/own.gpg'],
    });
    expect(environment.mirrors).toEqual({
      debian: ['http://a.example/debian', 'https://b.example'],
      'debian-security': ['http://c.example'],
      crates: ['https://crates.example/dl'],
    });
    expect(environment.keyrings).toEqual([join(folder, 'keys/own.asc'), '/etc/own.gpg']);
  });

  it('puts variables before the file, and the command line before both, for each archive', () => {
    const file = {
      mirrors: { debian: ['http://file.example/d'], 'debian-security': ['http://file.example/s'] },
    };
    const env = { SYNTH_DEBIAN_MIRROR: ' http://one.example/d, http://two.example/d/ ' };
    expect(load(file, { env }).environment.mirrors).toEqual({
      debian: ['http://one.example/d', 'http://two.example/d'],
      'debian-security': ['http://file.example/s'],
    });
    const security = { SYNTH_DEBIAN_SECURITY_MIRROR: 'http://var.example/s' };
    const mirrors = { debian: ['http://option.example/d'] };
    expect(load(file, { env: { ...env, ...security }, mirrors }).environment.mirrors).toEqual({
      debian: ['http://option.example/d'],
      'debian-security': ['http://var.example/s'],
    });
  });

  it('takes an empty variable for none', () => {
    expect(load(undefined, { env: { SYNTH_DEBIAN_MIRROR: ' ' } }).environment.mirrors).toEqual({});
  });

  it('puts the cache below an absolute XDG_CACHE_HOME', () => {
    const cache = (env: Record<string, string>) => load(undefined, { env }).environment.cacheFolder;
    expect(cache({ XDG_CACHE_HOME: '/var/cache/me' })).toBe('/var/cache/me/buildkit-cdk');
    expect(cache({ XDG_CACHE_HOME: 'relative', HOME: '/h' })).toBe('/h/.cache/buildkit-cdk');
    expect(cache({})).toBe(join(homedir(), '.cache/buildkit-cdk'));
  });

  it.each([
    ['text that is no JSON', '{', /is no JSON/],
    ['an array', [], /synth\.environment\.json has the wrong form/],
    ['an unknown key', { mirror: {} }, /wrong form/],
    ['an unknown archive', { mirrors: { ubuntu: [] } }, /mirrors has the wrong form/],
    [
      'mirrors that are no strings',
      { mirrors: { debian: [1] } },
      /mirrors\.debian has the wrong form/,
    ],
    [
      'a mirror that is no URL',
      { mirrors: { debian: ['mirror'] } },
      /mirrors\.debian: mirror is no http/,
    ],
    [
      'a mirror by ftp',
      { mirrors: { debian: ['ftp://a.example/debian'] } },
      /no http or https URL/,
    ],
    [
      'a URL with a query',
      { mirrors: { debian: ['http://a.example/?x'] } },
      /no http or https URL/,
    ],
    ['keyrings that are no list', { keyrings: 'a' }, /keyrings has the wrong form/],
  ])('rejects %s in the file', (_, content, message) => {
    expect(() => load(content)).toThrow(
      expect.objectContaining({
        code: 'E_ENVIRONMENT_FORMAT',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('rejects credentials in a mirror, and does not repeat them', () => {
    const env = { SYNTH_DEBIAN_MIRROR: 'http://me:hunter2@a.example/debian' };
    let thrown: unknown;
    try {
      load(undefined, { env });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      code: 'E_ENVIRONMENT_FORMAT',
      message: expect.stringContaining('variable SYNTH_DEBIAN_MIRROR'),
    });
    expect(JSON.stringify(thrown)).not.toContain('hunter2');
  });
});
