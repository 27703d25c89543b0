import { type IConstruct, Image, type LoweredImage, type Target } from '../../constructs';

/** An image whose lowering is what a test says. */
export class OwnImage extends Image {
  readonly sourceDateEpoch = 0;
  private readonly make: (target: Target, image: OwnImage) => LoweredImage;

  constructor(
    scope: IConstruct,
    id: string,
    platforms: readonly string[],
    make: (target: Target, image: OwnImage) => LoweredImage,
  ) {
    super(scope, id, { platforms });
    this.make = make;
  }

  lower(target: Target): LoweredImage {
    return this.make(target, this);
  }
}
