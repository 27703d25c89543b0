import type { State } from '../../lib/llb';
import type { ImageConfigFields } from '../../lib/oci/image-config';

/** A package in a layer, as lists of what is in an image tell it. */
export interface LayerPackage {
  /** As its distribution calls it. */
  readonly name: string;
  /** As its distribution writes it. */
  readonly version: string;
  /**
   * Source package that it was built from, with its version: `openssl 3.5.1-1`. Bills of materials tell
   * it.
   *
   * @default - it is named and versioned as the package
   */
  readonly source?: string;
}

/**
 * One layer of an image. What the history of the image, its lists of packages and its files say of
 * it is said here alone.
 */
export interface Layer {
  /**
   * The image up to this layer: the state of the layer below with one exec, or one change of files,
   * over it.
   */
  readonly state: State;
  /**
   * What the layer is: `created_by` in the history. Without the name of a construct, so that a
   * rename moves no digest.
   */
  readonly says: string;
  /**
   * Packages that it adds.
   *
   * @default []
   */
  readonly packages?: readonly LayerPackage[];
  /**
   * Distribution and release that they are of: `debian/trixie`. Bills of materials name them by it.
   *
   * @default - they are in no bill of materials
   */
  readonly distribution?: string;
}

/** One platform of an image, lowered. */
export interface LoweredImage {
  /** Lowest first. */
  readonly layers: readonly Layer[];
  /** What the image tells the engine. */
  readonly config: ImageConfigFields;
}
