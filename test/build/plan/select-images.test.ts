import type { ImageManifest, Manifest } from '../../../lib/assembly/manifest';
import { selectImages } from '../../../lib/build/plan/select-images';
import { BuildError } from '../../../lib/errors';

const image = (name: string, platforms: readonly string[]): ImageManifest => ({
  name,
  constructPath: name,
  platformNames: platforms,
  platforms: platforms.map((platform) => ({
    platform,
    definition: `${name}.llb`,
    config: `${name}.config.json`,
    digest: `sha256:${'0'.repeat(64)}`,
    packages: 0,
  })),
  publish: { names: [], tags: [] },
  sourceDateEpoch: 0,
});

const manifest: Manifest = {
  version: 2,
  images: [image('api', ['linux/amd64', 'linux/arm64']), image('web', ['linux/amd64'])],
  locals: {},
  archiveFiles: {},
  requests: [],
  missing: [],
};

const select = (names: string[], platforms: string[] = []) =>
  selectImages(manifest, names, platforms).map((selected) => [
    selected.image.name,
    ...selected.platforms.map(({ platform }) => platform),
  ]);

test('takes all images for all platforms, or those that are named, each once', () => {
  expect(select([])).toEqual([
    ['api', 'linux/amd64', 'linux/arm64'],
    ['web', 'linux/amd64'],
  ]);
  expect(select(['web', 'api', 'web'])).toEqual([
    ['web', 'linux/amd64'],
    ['api', 'linux/amd64', 'linux/arm64'],
  ]);
  expect(select(['api'], ['linux/arm64', 'linux/arm64'])).toEqual([['api', 'linux/arm64']]);
});

test('rejects every unknown image and platform at once, and says what was meant', () => {
  const errors = catchErrors(() => select(['wep', 'nothing-like-it', 'web'], ['linux/arm64']));

  expect(errors.map(({ code, message, details: { fix } }) => [code, message, fix])).toEqual([
    ['E_IMAGE_UNKNOWN', 'image "wep" is not part of the app', 'did you mean "web"?'],
    ['E_IMAGE_UNKNOWN', 'image "nothing-like-it" is not part of the app', undefined],
    [
      'E_PLATFORM_UNKNOWN',
      'image "web" is not made for linux/arm64',
      'add "linux/arm64" to the platforms of the image',
    ],
  ]);
});

test('tells a wrong platform also where the lock misses answers and nothing is lowered', () => {
  const unlocked = {
    ...manifest,
    images: manifest.images.map((each) => ({ ...each, platforms: [] })),
  };

  expect(selectImages(unlocked, ['api'], ['linux/arm64'])).toMatchObject([{ platforms: [] }]);
  const errors = catchErrors(() => selectImages(unlocked, ['web'], ['linux/arm64']));

  expect(errors).toMatchObject([
    { code: 'E_PLATFORM_UNKNOWN', details: { expected: 'one of linux/amd64' } },
  ]);
});

function catchErrors(run: () => unknown): readonly BuildError[] {
  try {
    run();
  } catch (error) {
    if (BuildError.is(error)) return error.all;
  }
  throw new Error('no errors were thrown');
}
