import type { IConstruct } from 'constructs';
import { BuildError } from '../../lib/errors';
import { FileTreeError } from '../../lib/file-tree/error';
import { IMAGE } from '../../lib/inputs/image/kind';
import type { LockedImage } from '../../lib/inputs/image/section';
import { image, normalizePlatform, type State, scratch } from '../../lib/llb';
import { NoImageError } from '../../lib/oci/image-index';
import { formatImageReference, parseImageReference } from '../../lib/oci/image-reference';
import { formatPlatform } from '../../lib/oci/platform';
import {
  exactlyOne,
  type Field,
  instance,
  optional,
  type PropsOf,
  RELATIVE_PATH,
  shape,
  text,
} from '../../lib/props';
import { ArtifactConstruct } from '../core/artifact-construct';
import { Brand } from '../core/brand';
import type { Target } from '../core/target';
import type { DebianBase } from '../debian/debian-base';
import { ImageLayout } from './image-layout';
import { ImageRuntime } from './image-runtime';

const FIELDS = shape({
  /**
   * The image, with a tag, a digest or both: `registry.example.org/me/tool:1.2`,
   * `debian@sha256:…`. Without a registry it is one of Docker Hub, as Docker has it.
   *
   * @default - `layout` is given
   */
  reference: optional(text()),
  /**
   * Folder with an OCI layout, in the folder of the app. Nothing of it has to be locked: its digests
   * are known.
   *
   * @default - `reference` is given
   */
  layout: optional(RELATIVE_PATH),
  /**
   * Tag of the image in the layout, or its name in full.
   *
   * @default - the layout has one image
   */
  tag: optional(text()),
});
const IMAGE_SOURCE_PROPS = exactlyOne(FIELDS, 'reference', 'layout');

/** Properties of an {@link ImageSource}: `reference`, or `layout` and perhaps `tag`. */
export interface ImageSourceProps extends PropsOf<typeof FIELDS> {}

const BRAND = new Brand<ImageSource>('ImageSource');

/**
 * An image of a registry, or of an OCI layout: an artifact with its root file system, the root of stages, and what images
 * are made on.
 *
 * Becomes for each platform a `docker-image://` source with the digest of that platform's manifest,
 * which the daemon fetches with the logins of whoever builds. The lock keeps the digests, and what
 * the image's config says. That of a layout becomes an `oci-layout://` source, which the client sends.
 *
 * @see BuildKit, docs/build-repro.md; OCI image-spec, image index
 */
export class ImageSource extends ArtifactConstruct {
  private readonly props: ImageSourceProps;
  private readLayout: ImageLayout | undefined;

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
    return this.checkProps(IMAGE_SOURCE_PROPS, this.props, () =>
      this.props.reference === undefined
        ? this.checkLayout(this.props.layout ?? '')
        : this.checkReference(this.props.reference),
    );
  }

  // Files are read for each synth anew: an app may be synthesized twice, as in a test.
  private checkLayout(layout: string): BuildError[] {
    try {
      this.readLayout = new ImageLayout({ layout, tag: this.props.tag });
      return [];
    } catch (error) {
      return [this.layoutError(error)];
    }
  }

  private layoutError(error: unknown): BuildError {
    if (BuildError.is(error)) return this.error(error.code, error.message, error.details);
    if (!(error instanceof FileTreeError || error instanceof NoImageError)) throw error;
    return this.error('E_OCI_LAYOUT', `"${this.props.layout}" holds no image that can be taken`, {
      got: error.message,
      expected: 'an OCI layout with one image, or with the one of "tag"',
      cause: error,
    });
  }

  private checkReference(reference: string): BuildError[] {
    if (this.props.tag !== undefined) {
      return [
        this.error('E_IMAGE_REFERENCE', '"tag" is of a layout', {
          got: `a reference, and the tag "${this.props.tag}"`,
          expected: 'a reference that has its tag itself',
        }),
      ];
    }
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
    if (this.props.layout !== undefined) return this.ofLayout(this.props.layout, platform);
    return target.ask(this, IMAGE, { reference: this.reference, platform });
  }

  private ofLayout(layout: string, platform: string): LockedImage {
    try {
      this.readLayout ??= new ImageLayout({ layout, tag: this.props.tag });
      return this.readLayout.locked(platform);
    } catch (error) {
      throw this.layoutError(error);
    }
  }

  /** Its name without tag and digest: `docker.io/library/debian`. @internal */
  get repository(): string {
    const { reference } = this.props;
    if (reference === undefined) return LAYOUT_NAME;
    const { registry, repository } = parseImageReference(reference);
    return formatImageReference({ registry, repository });
  }

  /** In full, as the lock has it. @internal */
  get reference(): string {
    return formatImageReference(parseImageReference(this.props.reference ?? ''));
  }

  /** By the digest alone: a tag that moves is no change. */
  private pulled({ manifest }: LockedImage, target: Target, layerLimit?: number): State {
    const { platform } = target;
    const reference = `${this.repository}@${manifest}`;
    const options = {
      platform: normalizePlatform(platform),
      ...(layerLimit === undefined ? {} : { layerLimit }),
      customName: `image ${this.repository} for ${formatPlatform(platform)}`,
      source: this.source,
    };
    if (this.readLayout === undefined) return image(reference, options);
    const { digest, path } = this.readLayout;
    // By its content: one store may be in several folders.
    const storeId = digest.replace('sha256:', '');
    return target.layout(reference, { type: 'oci-layout', path }, { ...options, storeId });
  }
}

/** What images of layouts are called in ops: where they lie is not the ops' concern. Daemons want a host. */
const LAYOUT_NAME = 'localhost/layout';

/** A property that is an image of a registry or of a layout. */
export const IMAGE_SOURCE: Field<ImageSource> = instance(
  "an image: new ImageSource(app, 'tool', { reference: 'registry.example.org/me/tool:1.2' })",
  (value) => ImageSource.isImageSource(value),
);
