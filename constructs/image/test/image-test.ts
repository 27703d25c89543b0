import type { IConstruct } from 'constructs';
import type { BuildError } from '../../../lib/errors';
import { formatPlatform, type Platform } from '../../../lib/oci/platform';
import { Brand } from '../../core/brand';
import { LocatedConstruct } from '../../core/located-construct';
import { IMAGE_TEST_PROPS, type ImageTestProps } from './image-test-props';

const BRAND = new Brand<ImageTest>('ImageTest');

/**
 * A test of an image, which is part of its build: the image fails where the test does, before it is
 * exported or pushed.
 *
 * Becomes a graph of its own beside that of the image, whose bytes do not change: one exec on the
 * finished root, without network but the loopback, with the user, the variables and the read-only root
 * that the image says, and without capabilities where it is a runtime. The program that starts it and
 * asks is compiled by the build, from sources of this package, and mounted: the image needs no shell. The
 * daemon caches a test that has passed as it does any step.
 */
export class ImageTest extends LocatedConstruct {
  /** What is tested, and how. */
  readonly props: ImageTestProps;

  /** True for a test, also one made by another copy of this package. */
  static isImageTest(value: unknown): value is ImageTest {
    return BRAND.has(value);
  }

  constructor(scope: IConstruct, id: string, props: ImageTestProps) {
    super(scope, id);
    BRAND.mark(this);
    this.props = props;
  }

  /** Whether it is run for a platform of its image. @internal */
  isFor(platform: Platform, build: Platform): boolean {
    const name = formatPlatform(platform);
    return (this.props.platforms ?? [formatPlatform(build)]).includes(name);
  }

  override check(): readonly BuildError[] {
    return this.checkProps(IMAGE_TEST_PROPS, this.props, () => [
      ...this.checkImage(),
      ...this.checkPlatforms(),
    ]);
  }

  private checkImage(): BuildError[] {
    const { image } = this.props;
    if (image.node.root === this.node.root) return [];
    return [
      this.error('E_PROPERTY', 'the image that is tested is of another app', {
        got: `"${image.node.path}"`,
        expected: 'an image of this app',
      }),
    ];
  }

  private checkPlatforms(): BuildError[] {
    const { image, platforms = [] } = this.props;
    const known = image.platforms.map(formatPlatform);
    const unknown = platforms.filter((platform) => !known.includes(platform));
    if (unknown.length === 0) return [];
    return [
      this.error('E_PLATFORM', 'a platform that is tested is none of the image', {
        got: unknown.join(', '),
        expected: known.join(', '),
      }),
    ];
  }
}
