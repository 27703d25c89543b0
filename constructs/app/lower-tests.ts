import type { TestContent } from '../../lib/assembly/assembly-writer';
import type { BuildError } from '../../lib/errors';
import { formatPlatform, type Platform } from '../../lib/oci/platform';
import type { Target } from '../core/target';
import type { Image } from '../image/image';
import type { LoweredImage } from '../image/layer';
import type { ImageTest } from '../image/test/image-test';
import { lowerTest } from '../image/test/lower-test';

/** The tests of an image. */
export function testsOf(image: Image, tests: readonly ImageTest[]): readonly ImageTest[] {
  return tests.filter((test) => test.props.image === image);
}

/** Lowers the tests of one platform of an image. @throws BuildError what is wrong with one */
export function lowerTests(
  tests: readonly ImageTest[],
  image: LoweredImage,
  target: Target,
): readonly TestContent[] {
  const wanted = tests.filter((test) => test.isFor(target.platform, target.build));
  return wanted.map((test) => ({
    name: test.node.path,
    ...(test.source === undefined ? {} : { source: test.source }),
    definition: lowerTest(test, image, target).marshal({ platform: target.build }),
  }));
}

/** Tests that no platform of their image is for: they would never fail. */
export function unrunTests(
  image: Image,
  tests: readonly ImageTest[],
  build: Platform,
): readonly BuildError[] {
  const unrun = tests.filter((test) => !image.platforms.some((one) => test.isFor(one, build)));
  return unrun.map((test) =>
    test.error('E_PLATFORM', 'the test would run on no platform', {
      got: `an image for ${image.platforms.map(formatPlatform).join(', ')}, and execs that run on ${formatPlatform(build)}`,
      expected: 'an image for the build platform, or platforms of the test',
      fix: 'say where it runs, which needs an emulator: platforms: [...]',
    }),
  );
}
