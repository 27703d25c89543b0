import type { PackageURL } from 'packageurl-js';
import type { Licence } from '../assembly/vendored-file';

/** A source package that others were built from. */
export interface SourceComponent {
  readonly name: string;
  readonly version: string;
  readonly purl: PackageURL;
}

/** Something that an image is made of, as a bill of materials tells it. */
export interface Component {
  readonly name: string;
  readonly version: string;
  /** The package URL, by which scanners find it in their data. */
  readonly purl: PackageURL;
  /** Where it is fetched from: a URL, or `git+https://…@commit`. */
  readonly from: string;
  /** Hex, of the file that is fetched. @default - none is known, as of a commit */
  readonly sha256?: string;
  /** Source package that it was built from. @default - it has none that is told apart from it */
  readonly source?: SourceComponent;
  /** Who gives it out. @default - nobody says */
  readonly vendor?: string;
  /** As the app says it. @default - nobody says */
  readonly licence?: Licence;
  /** Whether it is in the image as it came, or the image was built from it. */
  readonly role: 'contained' | 'source';
}
