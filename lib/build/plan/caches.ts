import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { BuildCache } from '../../client';
import { type CachePlace, withVariables } from '../../environment/cache-place';
import { BuildError, BuildErrors } from '../../errors';
import { attrTexts } from '../attrs/attribute';
import { type CacheSide, cacheProblems } from '../attrs/cache-attrs';
import type { SelectedImage } from './select-images';

/** Caches beside the daemon's own: of the options, else of the environment. */
export interface Caches {
  readonly from: readonly CachePlace[];
  readonly to: readonly CachePlace[];
}

/** What tells apart caches of one type that do not overwrite each other. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  registry: ['ref'],
  local: ['dest', 'tag'],
  gha: ['scope'],
  s3: ['bucket', 'endpoint_url', 'prefix', 'manifests_prefix', 'name'],
  azblob: ['account_url', 'container', 'prefix', 'manifests_prefix', 'name'],
};

/** Caches of the library's options, as if the environment had named them. */
export function cachePlaces(
  caches: readonly { readonly type: string; readonly attrs?: object | undefined }[],
  side: CacheSide,
  place: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): CachePlace[] {
  const path = side === 'from' ? 'src' : 'dest';
  return caches.map(({ attrs, type }) => {
    const texts = attrTexts(attrs);
    const folder = type === 'local' ? texts[path] : undefined;
    const own = folder ? { ...texts, [path]: resolve(place.cwd, folder) } : texts;
    const by = side === 'from' ? 'cacheFrom' : 'cacheTo';
    return withVariables({ type, attrs: own, by }, place.env);
  });
}

/**
 * Refuses caches that BuildKit does not know, or that lack what they need.
 *
 * @throws BuildErrors `E_BUILD_CACHE`
 */
export function checkCaches({ from, to }: Caches): void {
  const errorsOf = (side: CacheSide) => (cache: CachePlace) =>
    cacheProblems(side, cache.type, cache.attrs).map(
      ({ message, ...details }) =>
        new BuildError('E_BUILD_CACHE', `${subject(cache)} ${message}`, details),
    );
  BuildErrors.throwIfAny([...from.flatMap(errorsOf('from')), ...to.flatMap(errorsOf('to'))]);
}

/**
 * Refuses caches of which one would take the place of another.
 *
 * @throws BuildErrors `E_BUILD_CACHE`
 */
export function checkCachePlaces({ to }: Caches, images: readonly SelectedImage[]): void {
  const seen = new Map<string, string>();
  const errors = new Map<string, BuildError>();
  for (const { image, platforms } of images) {
    const names = platforms.map(({ platform }) => platform);
    for (const cache of to) {
      const identity = IDENTITY[cache.type];
      if (identity === undefined) continue;
      const attrs = expand(cache.attrs, image.name, names);
      const key = JSON.stringify([cache.type, ...identity.map((name) => attrs[name])]);
      const other = seen.get(key);
      seen.set(key, image.name);
      if (other === undefined || errors.has(key)) continue;
      errors.set(
        key,
        new BuildError('E_BUILD_CACHE', `${subject(cache)} is written twice to one place`, {
          got: other === image.name ? `twice for "${other}"` : `"${other}" and "${image.name}"`,
          fix: `put "${other === image.name ? '{platform}' : '{image}'}" into its "${identity.at(cache.type === 'local' ? 0 : -1)}"`,
        }),
      );
    }
  }
  BuildErrors.throwIfAny([...errors.values()]);
}

function subject({ by, type }: CachePlace): string {
  return `${by} "type=${type}"`;
}

/** What caches of one solve are of. */
export interface CacheSubject {
  readonly image: string;
  /** That are built. */
  readonly platforms: readonly string[];
  /** All of the image. */
  readonly allPlatforms: readonly string[];
}

/**
 * The caches of one solve, with `{image}` and `{platform}` in their attributes put in. What is read is
 * also what builds of all platforms of the image have written, and of single ones. Those of GitHub
 * Actions are left out where there is none of it.
 *
 * @param onMessage told of what is left out
 */
export function cachesOf(
  { from, to }: Caches,
  { allPlatforms, image, platforms }: CacheSubject,
  onMessage: (message: string) => void = () => {},
): { readonly cacheFrom: BuildCache[]; readonly cacheTo: BuildCache[] } {
  const made = (
    caches: readonly CachePlace[],
    sets: readonly (readonly string[])[],
  ): BuildCache[] =>
    caches.flatMap(({ attrs, by, type }) => {
      if (type === 'gha' && !(attrs.token && (attrs.url || attrs.url_v2))) {
        onMessage(
          `${by} "type=gha" is not used: ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL are not set`,
        );
        return [];
      }
      // Of a folder that is not there it would be told.
      const own = type === 'local' ? [platforms] : sets;
      return own.map((set) => ({ type, attrs: expand(attrs, image, set) }));
    });
  const cacheFrom = made(from, [platforms, allPlatforms, ...platforms.map((one) => [one])]);
  const isNew = (cache: BuildCache, index: number) =>
    cacheFrom.findIndex((other) => isDeepStrictEqual(other, cache)) === index;
  return { cacheFrom: cacheFrom.filter(isNew), cacheTo: made(to, [platforms]) };
}

function expand(
  attrs: CachePlace['attrs'],
  image: string,
  platforms: readonly string[],
): Record<string, string> {
  const platform = platforms.map((name) => name.replaceAll('/', '-')).join('_');
  return Object.fromEntries(
    Object.entries(attrs).map(([name, value]) => [
      name,
      value.replaceAll('{image}', image).replaceAll('{platform}', platform),
    ]),
  );
}
