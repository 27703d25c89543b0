import {
  ARTIFACT,
  type BuildError,
  type IConstruct,
  IMAGE_PROPS,
  Image,
  type ImageProps,
  type Layer,
  type LoweredImage,
  lowerArtifact,
  type Target,
} from 'buildkit-cdk';
import { copy, scratch } from 'buildkit-cdk/llb';
import { extend, list, type PropsOf, text } from 'buildkit-cdk/props';

const GREETING_IMAGE_PROPS = extend(IMAGE_PROPS, {
  /** What is in the image, each a layer. */
  files: list(ARTIFACT, { min: 1 }),
  /** Day of the release, `YYYY-MM-DD` in UTC: the date of all files. */
  released: text({ pattern: /^\d{4}-\d{2}-\d{2}$/, expected: 'a day: "2026-11-23"' }),
});

/** Properties of a {@link GreetingImage}. */
export interface GreetingImageProps extends ImageProps, PropsOf<typeof GREETING_IMAGE_PROPS> {}

/**
 * An image of files alone, for others to copy from.
 *
 * Becomes one layer for each artifact, over scratch.
 */
export class GreetingImage extends Image {
  private readonly props: GreetingImageProps;

  constructor(scope: IConstruct, id: string, props: GreetingImageProps) {
    super(scope, id, props);
    this.props = props;
  }

  get sourceDateEpoch(): number {
    return Date.parse(`${this.props.released}T00:00:00Z`) / 1000;
  }

  // The copies date all that they make, so that no exporter has to rewrite the layers.
  override get isDated(): boolean {
    return true;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(GREETING_IMAGE_PROPS, this.props, () => [
      ...super.check(),
      ...this.checkDate(),
    ]);
  }

  private checkDate(): readonly BuildError[] {
    const { released } = this.props;
    // The 31st of November is read as the 1st of December.
    const read: unknown = new Date(`${released}T00:00:00Z`).toJSON();
    if (String(read).startsWith(released)) return [];
    return [
      this.error('E_ACME_RELEASED', 'the day of the release is none of the calendar', {
        got: `"${released}"`,
        expected: 'a day that there is: "2026-11-23"',
      }),
    ];
  }

  lower(target: Target): LoweredImage {
    const timestamp = new Date(this.sourceDateEpoch * 1000);
    const layers: Layer[] = [];
    let state = scratch();
    for (const file of this.props.files) {
      const tree = lowerArtifact(file, target, this);
      state = state.file(copy(tree, '/', '/', { copyDirContentsOnly: true, timestamp }), {
        source: this.source,
      });
      layers.push({ state, says: 'files' });
    }
    const labels = { ...this.labels, 'com.example.acme.released': this.props.released };
    return { layers, config: { WorkingDir: '/', Labels: labels } };
  }
}
