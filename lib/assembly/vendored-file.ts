import { optional, type PropsOf, secret, shape, text } from '../props';

const LINE = text({ pattern: /^[^\p{C}]+$/u, expected: 'text of one line' });

const LICENCE = shape({
  /**
   * What SPDX calls it, or a name of its own after `LicenseRef-`, as for most licences of vendors:
   * `LicenseRef-Example-EULA`.
   */
  name: text({
    pattern: /^[A-Za-z0-9][A-Za-z0-9.+-]*$/,
    expected: 'a licence of SPDX, or a name after "LicenseRef-": "LicenseRef-Example-EULA"',
  }),
  /**
   * Where it can be read, `https://` or `http://`.
   *
   * @default - nowhere
   */
  url: optional(
    secret(
      text({ pattern: /^https?:\/\/[^\s@]+$/, expected: 'an http or https URL without a login' }),
    ),
  ),
  /**
   * What one has to know of it: `must not be given to others`.
   *
   * @default - nothing
   */
  note: optional(LINE),
});

/** The licence of something that a vendor gives out. */
export interface Licence extends PropsOf<typeof LICENCE> {}

/** What fits {@link VendoredFile}. */
export const VENDORED_FILE = shape({
  /** Name of the product. */
  name: text({ pattern: /^[\w.+-]+$/, expected: 'a name without spaces: "example-server"' }),
  /** Version of the product, as its vendor writes it. */
  version: text({ pattern: /^[^\s\p{C}]+$/u, expected: 'a version without spaces: "1.2.3"' }),
  /** Who gives it out: `Example, Inc.` */
  vendor: LINE,
  /** What it may be used for. */
  licence: LICENCE,
});

/** A file that a vendor gives out, as labels, bills of materials and audits tell it. */
export interface VendoredFile extends PropsOf<typeof VENDORED_FILE> {}

/** Before the name of a product: the label of an image that has all of it on one line. */
export const VENDOR_LABEL = 'buildkit-cdk.vendor.';

/** All of it on one line. */
export function formatVendored({ licence, name, vendor, version }: VendoredFile): string {
  const { note, url } = licence;
  const place = url === undefined ? '' : ` (${url})`;
  return `${name} ${version} of ${vendor}: ${licence.name}${place}${note === undefined ? '' : `; ${note}`}`;
}
