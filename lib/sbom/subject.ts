import type { Inventory } from './inventory';

/** One platform of an image, as its bill of materials tells it. */
export interface Subject extends Inventory {
  readonly image: string;
  /** `linux/arm64` */
  readonly platform: string;
  /** `sha256:…` of the definition: other contents have another. */
  readonly digest: string;
  /** Seconds since 1970, of the image. */
  readonly sourceDateEpoch: number;
  /** Version of this package. */
  readonly toolVersion: string;
}

/** RFC 3339, UTC, whole seconds: the date of the image, so that the document repeats. */
export const dateOf = ({ sourceDateEpoch }: Subject): string =>
  new Date(sourceDateEpoch * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
