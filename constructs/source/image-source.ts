import type { IConstruct } from 'constructs';
import { BuildError } from '../../lib/errors';
import { IMAGE } from '../../lib/inputs/image/kind';
import type { LockedImage } from '../../lib/inputs/image/section';
import { image, normalizePlatform, type State, scratch } from '../../lib/llb';
import { formatImageReference, parseImageReference } from '../../lib/oci/image-reference';
import { formatPlatform } from '../../lib/oci/platform';
import { type Field, instance, type PropsOf, shape, text } from '../../lib/props';
import { ArtifactConstruct } from '../core/artifact-construct';
import { Brand } from '../core/brand';
import type { Target } from '../core/target';
import type { DebianBase } from '../debian/debian-base';
import { ImageRuntime } from './image-runtime';

const IMAGE_SOURCE_PROPS = shape({
  /**
   * The image, with a tag, a digest or both: `registry.example.org/me/tool:1.2`,
   * `debian@sha256:…`. Without a registry it is one of Docker Hub, as Docker has it.
   */
  reference: text(),
});

/** Properties of an {@link ImageSource}. */
export interface ImageSourceProps extends PropsOf<typeof IMAGE_SOURCE_PROPS> {}

const BRAND = new Brand<ImageSource>('ImageSource');

/**
 * An image of a registry: an artifact with its root file system, the root of stages, and what images
 * are made on.
 *
 * Becomes for each platform a `docker-image://` source with the digest of that platform's manifest,
 * which the daemon fetches with the logins of whoever builds. The lock keeps the digests, and what
 * the image's config says.
 *
 * @see BuildKit, docs/build-repro.md; OCI image-spec, image index
 */
export class ImageSource extends ArtifactConstruct {
  private readonly props: ImageSourceProps;

  /** True for any source of an image, also one made by another copy of this package. */
  static isImageSource(value: unknown): value is ImageSource {
    return BRAND.has(value);
  }

  constructor(scope: IConstruct, id: string, props: ImageSourceProps) {
    super(scope, id);
    BRAND.mark(this);
    this.props = props;
  }

  /**
   * The image as the lower part of a {@link RuntimeImage}, which keeps to the contract all the same.
   *
   * @param tools where the programs that check the contract are taken from; nothing of it gets into
   *   the image
   */
  runtime(tools: DebianBase): ImageRuntime {
    return new ImageRuntime(this, tools);
  }

  override check(): readonly BuildError[] {
    return this.checkProps(IMAGE_SOURCE_PROPS, this.props, () => this.checkReference());
  }

  private checkReference(): BuildError[] {
    const { reference } = this.props;
    try {
      const { digest, tag } = parseImageReference(reference);
      if (tag === undefined && digest === undefined) {
        return [
          this.error('E_IMAGE_REFERENCE', 'the reference of the image has no tag and no digest', {
            got: `"${reference}"`,
            expected: 'one of them, since it is not to be guessed',
            fix: `say which one is meant: reference: '${reference}:latest'`,
          }),
        ];
      }
      if (digest === undefined || digest.startsWith('sha256:')) return [];
      return [
        this.error(
          'E_IMAGE_REFERENCE',
          'the digest of the image is of a kind that no registry has',
          {
            got: `"${digest}"`,
            expected: 'sha256:…',
          },
        ),
      ];
    } catch (error) {
      if (!BuildError.is(error)) throw error;
      const { got, expected } = error.details;
      return [
        this.error('E_IMAGE_REFERENCE', 'the reference of the image is malformed', {
          got,
          expected,
        }),
      ];
    }
  }

  /** The root file system of the target's platform. */
  lower(target: Target): State {
    return target.once(this, () => {
      const locked = this.locked(target);
      return locked === undefined ? scratch() : this.pulled(locked, target);
    });
  }

  /** The image up to each of its layers, lowest first. @internal */
  states(target: Target): readonly State[] {
    const locked = this.locked(target);
    if (locked === undefined) return [scratch()];
    const lower = Array.from({ length: Math.max(0, locked.layers - 1) }, (_, index) =>
      this.pulled(locked, target, index + 1),
    );
    return [...lower, this.lower(target)];
  }

  /** What the lock knows of the image; undefined while that is nothing. @internal */
  locked(target: Target): LockedImage | undefined {
    const platform = formatPlatform(normalizePlatform(target.platform));
    return target.ask(this, IMAGE, { reference: this.reference, platform });
  }

  /** Its name without tag and digest: `docker.io/library/debian`. @internal */
  get repository(): string {
    const { registry, repository } = parseImageReference(this.props.reference);
    return formatImageReference({ registry, repository });
  }

  /** In full, as the lock has it. @internal */
  get reference(): string {
    return formatImageReference(parseImageReference(this.props.reference));
  }

  /** By the digest alone: a tag that moves is no change. */
  private pulled({ manifest }: LockedImage, { platform }: Target, layerLimit?: number): State {
    return image(`${this.repository}@${manifest}`, {
      platform: normalizePlatform(platform),
      ...(layerLimit === undefined ? {} : { layerLimit }),
      customName: `image ${this.repository} for ${formatPlatform(platform)}`,
      source: this.source,
    });
  }
}

/** A property that is an image of a registry. */
export const IMAGE_SOURCE: Field<ImageSource> = instance(
  "an image: new ImageSource(app, 'tool', { reference: 'registry.example.org/me/tool:1.2' })",
  (value) => ImageSource.isImageSource(value),
);
