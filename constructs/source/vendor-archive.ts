import type { IConstruct } from 'constructs';
import { type Licence, VENDORED_FILE } from '../../lib/assembly/vendored-file';
import type { BuildError } from '../../lib/errors';
import type { State } from '../../lib/llb';
import { optional, type PropsOf, shape } from '../../lib/props';
import type { Target } from '../core/target';
import { ARCHIVE_PROPS, Archive, type ArchiveProps, HTTP_FILE } from './archive';

const { licence, name, vendor, version } = VENDORED_FILE.fields;

const { file: _, ...opened } = ARCHIVE_PROPS.fields;

const VENDOR_ARCHIVE_PROPS = shape({
  ...opened,
  /** The archive, where the vendor has it: one for all platforms, or one for each. */
  file: HTTP_FILE,
  /**
   * Name of the product.
   *
   * @default - the id of the construct
   */
  product: optional(name),
  /** Version of the product, as its vendor writes it. */
  version,
  /** Who gives it out: `Example, Inc.` */
  vendor,
  /** What it may be used for. */
  licence,
});

/** Properties of a {@link VendorArchive}. */
export interface VendorArchiveProps
  extends Omit<ArchiveProps, 'file'>,
    PropsOf<typeof VENDOR_ARCHIVE_PROPS> {
  /** What it may be used for. */
  readonly licence: Licence;
}

/**
 * What a vendor gives out ready made, as an {@link Archive} behind a URL, with a licence that is told.
 *
 * Becomes what an archive becomes. Images that it is fetched for have a label
 * `buildkit-cdk.vendor.<product>` with version, vendor and licence, which audits read; bills of
 * materials have the product as a part of the image, with its licence.
 */
export class VendorArchive extends Archive {
  private readonly vendorProps: VendorArchiveProps;

  constructor(scope: IConstruct, id: string, props: VendorArchiveProps) {
    super(scope, id, props);
    this.vendorProps = props;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(VENDOR_ARCHIVE_PROPS, this.vendorProps, () => [
      ...this.checkProduct(),
      ...this.checkFormat(),
    ]);
  }

  // A name that is given was checked as a property.
  private checkProduct(): BuildError[] {
    const { id } = this.node;
    if (this.vendorProps.product !== undefined || name.check(id, 'id').length === 0) return [];
    return [
      this.error('E_PROPERTY', 'the id is the name of the product, and cannot be one', {
        got: `"${id}"`,
        expected: name.expected,
        fix: "change the id, or say the product: product: 'example-server'",
      }),
    ];
  }

  override lower(target: Target): State {
    const { file, licence, product = this.node.id, vendor, version } = this.vendorProps;
    const url = file.urlFor(target.platform);
    if (url !== undefined) target.vendored(url, { name: product, version, vendor, licence });
    return super.lower(target);
  }
}
