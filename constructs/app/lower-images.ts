import type {
  AssemblyContent,
  ImageContent,
  PlatformContent,
  TestContent,
} from '../../lib/assembly/assembly-writer';
import { BuildError, BuildErrors } from '../../lib/errors';
import { scratch } from '../../lib/llb';
import { imageConfigJson } from '../../lib/oci/image-config';
import { formatPlatform, type Platform } from '../../lib/oci/platform';
import type { Lowering } from '../core/lowering';
import type { Image } from '../image/image';
import type { Layer, LoweredImage } from '../image/layer';
import { lowerImage } from '../image/lower-image';
import type { ImageTest } from '../image/test/image-test';
import { lowerTests, testsOf, unrunTests } from './lower-tests';
import { checkVersions } from './version-check';

/** One platform of an image, with the layers that it was made of. */
export interface LoweredPlatformContent extends PlatformContent {
  readonly layers: readonly Layer[];
}

/** An image, lowered. */
export interface LoweredImageContent extends ImageContent {
  readonly platforms: readonly LoweredPlatformContent[];
}

/**
 * Lowers images to definitions and configs, and tells what their build needs beside them. While the
 * lock misses an answer, images have no platforms.
 *
 * @throws BuildErrors what is wrong with the images, given their packages
 */
export function lowerImages(
  images: readonly Image[],
  tests: readonly ImageTest[],
  lowering: Lowering,
): Pick<AssemblyContent, 'archiveFiles' | 'layouts' | 'locals'> & {
  readonly images: readonly LoweredImageContent[];
} {
  const errors: BuildError[] = [];
  const lowered = new Map(
    images.map((image) => [image, lower(image, testsOf(image, tests), lowering, errors)]),
  );
  const { isComplete } = lowering;
  if (isComplete) {
    for (const [image, platforms] of lowered)
      errors.push(...checkVersions(image, packagesOf(platforms)));
  }
  BuildErrors.throwIfAny(errors);
  const contents = images.map((image) =>
    describe(image, isComplete ? lowered.get(image) : [], lowering),
  );
  const inputs = {
    locals: sortedRecord(lowering.locals),
    archiveFiles: sortedRecord(lowering.archiveFiles),
    ...(lowering.layouts.size === 0 ? {} : { layouts: sortedRecord(lowering.layouts) }),
  };
  return { images: contents, ...(isComplete ? inputs : { locals: {}, archiveFiles: {} }) };
}

interface LoweredPlatform extends LoweredImage {
  readonly platform: Platform;
  readonly tests: readonly TestContent[];
}

/** @param errors what is wrong is added to them, and the platform left out */
function lower(
  image: Image,
  tests: readonly ImageTest[],
  lowering: Lowering,
  errors: BuildError[],
): LoweredPlatform[] {
  errors.push(...unrunTests(image, tests, lowering.build));
  return image.platforms.flatMap((platform) => {
    try {
      const target = lowering.target(platform);
      const lowered = lowerImage(image, target);
      return [{ platform, ...lowered, tests: lowerTests(tests, lowered, target) }];
    } catch (error) {
      if (!BuildError.is(error)) throw error;
      errors.push(...error.all);
      return [];
    }
  });
}

function packagesOf(platforms: readonly LoweredPlatform[]) {
  return new Map(
    platforms.map(({ layers, platform }) => [
      formatPlatform(platform),
      layers.flatMap(({ packages = [] }) => packages),
    ]),
  );
}

function describe(
  image: Image,
  platforms: readonly LoweredPlatform[] = [],
  lowering: Lowering,
): LoweredImageContent {
  const { imageName, isDated, node, publish, source, sourceDateEpoch, waivers } = image;
  return {
    name: imageName,
    constructPath: node.path,
    ...(source === undefined ? {} : { source }),
    platformNames: image.platforms.map(formatPlatform),
    platforms: platforms.map((platform) => describePlatform(platform, sourceDateEpoch, lowering)),
    publish,
    sourceDateEpoch,
    isDated,
    ...(waivers === undefined ? {} : { waivers }),
  };
}

function describePlatform(
  { config, layers, platform, tests }: LoweredPlatform,
  sourceDateEpoch: number,
  { build }: Lowering,
): LoweredPlatformContent {
  const state = layers.at(-1)?.state ?? scratch();
  const history = layers.map(({ says }) => says);
  return {
    platform: formatPlatform(platform),
    definition: state.marshal({ platform: build }),
    config: imageConfigJson(platform, config, history, sourceDateEpoch),
    packages: layers.reduce((count, { packages = [] }) => count + packages.length, 0),
    ...installedBy(layers),
    ...(tests.length === 0 ? {} : { tests }),
    layers,
  };
}

/** What a distribution made of an image; it is one distribution, as its root is one. */
function installedBy(
  layers: readonly Layer[],
): Pick<LoweredPlatformContent, 'distribution' | 'installed' | 'sources'> {
  const ofOne = layers.filter(({ distribution }) => distribution !== undefined);
  const distribution = ofOne[0]?.distribution;
  if (distribution === undefined) return {};
  const packages = ofOne.flatMap(({ packages = [] }) => packages);
  const sources = packages.flatMap(({ name, source }) =>
    source === undefined ? [] : [[name, source] as const],
  );
  return {
    distribution,
    installed: packages.map(({ name, version }) => `${name}=${version}`).sort(),
    ...(sources.length === 0 ? {} : { sources: sortedRecord(new Map(sources)) }),
  };
}

function sortedRecord<T>(map: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
