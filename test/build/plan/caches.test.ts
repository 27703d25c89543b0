import type { ImageManifest, PlatformManifest } from '../../../lib/assembly/manifest';
import {
  cachePlaces,
  cachesOf,
  checkCachePlaces,
  checkCaches,
} from '../../../lib/build/plan/caches';

const place = { cwd: '/work', env: {} };
const to = (...caches: { type: string; attrs?: object }[]) => ({
  from: [],
  to: cachePlaces(caches, 'to', place),
});
const subject = { image: 'hello', platforms: [], allPlatforms: [] };
const image = (name: string) => ({
  image: { name } as ImageManifest,
  platforms: ['linux/amd64', 'linux/arm/v7'].map((platform) => ({ platform }) as PlatformManifest),
});

test('names of images and platforms are put in', () => {
  const { cacheFrom, cacheTo } = cachesOf(
    {
      from: cachePlaces(
        [
          { type: 'registry', attrs: { ref: 'r.example/{image}:{platform}' } },
          { type: 'registry', attrs: { ref: 'r.example/hello:linux-amd64_linux-arm-v7' } },
        ],
        'from',
        place,
      ),
      to: cachePlaces([{ type: 'local', attrs: { dest: 'c/{image}', reset: true } }], 'to', place),
    },
    {
      image: 'hello',
      platforms: ['linux/amd64', 'linux/arm/v7'],
      allPlatforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7'],
    },
  );

  expect(cacheFrom.map(({ attrs }) => attrs.ref)).toEqual([
    'r.example/hello:linux-amd64_linux-arm-v7',
    'r.example/hello:linux-amd64_linux-arm64_linux-arm-v7',
    'r.example/hello:linux-amd64',
    'r.example/hello:linux-arm-v7',
  ]);
  expect(cacheTo).toEqual([{ type: 'local', attrs: { dest: '/work/c/hello', reset: 'true' } }]);
});

test('a cache of GitHub Actions is left out elsewhere, and that is told', () => {
  const told: string[] = [];
  const gha = to({ type: 'gha', attrs: { scope: 'x' } });

  expect(cachesOf(gha, subject, (text) => told.push(text)).cacheTo).toEqual([]);
  expect(told).toEqual([expect.stringContaining('ACTIONS_RUNTIME_TOKEN')]);
  const env = { ACTIONS_RUNTIME_TOKEN: 't', ACTIONS_CACHE_URL: 'u' };
  const there = { from: [], to: cachePlaces([{ type: 'gha' }], 'to', { ...place, env }) };
  expect(cachesOf(there, subject).cacheTo).toEqual([
    { type: 'gha', attrs: { token: 't', url: 'u' } },
  ]);
});

test.each([
  ['one registry reference', { type: 'registry', attrs: { ref: 'r.example/cache' } }, 'ref'],
  ['one folder', { type: 'local', attrs: { dest: 'c' } }, 'dest'],
  ['one scope', { type: 'gha', attrs: { scope: '{platform}' } }, 'scope'],
  ['one name of a bucket', { type: 's3', attrs: { bucket: 'b' } }, 'name'],
])('two images do not write to %s', (_, cache, attribute) => {
  const images = [image('a'), image('b')];

  expect(() => checkCachePlaces(to(cache), images)).toThrow(
    expect.objectContaining({
      code: 'E_BUILD_CACHE',
      details: expect.objectContaining({
        got: '"a" and "b"',
        fix: `put "{image}" into its "${attribute}"`,
      }),
    }),
  );
  const apart = { ...cache, attrs: { ...cache.attrs, [attribute]: '{image}' } };
  expect(() => checkCachePlaces(to(apart), images)).not.toThrow();
  expect(() => checkCachePlaces(to(cache), [image('a')])).not.toThrow();
  expect(() => checkCachePlaces(to(cache, cache), [image('a')])).toThrow('twice');
});

test('inline caches are of each image by itself', () => {
  expect(() => checkCachePlaces(to({ type: 'inline' }), [image('a'), image('b')])).not.toThrow();
});

test('what is wrong is told with what named it, and no secret is shown', () => {
  const caches = to({ type: 's3', attrs: { bucket: 'b', secret_access_kez: 'hidden' } });

  expect(() => checkCaches(caches)).toThrow(
    'cacheTo "type=s3" has no attribute "secret_access_kez"',
  );
  try {
    checkCaches(caches);
  } catch (error) {
    expect(JSON.stringify(error)).not.toContain('hidden');
  }
});
