import type { SourcePackage } from '../debian/source-package';

/** What a distribution says of faults in its packages, at one moment. */
export interface Advisories {
  /** Where it was read. */
  readonly url: string;
  /** Hex, of the file that was read. */
  readonly sha256: string;
  /**
   * Advisories that one version of a source package is subject to, and a newer one is not any more.
   *
   * @param release code name: `trixie`
   * @returns names, sorted: `CVE-2026-1234`
   */
  fixedBetween(older: SourcePackage, newer: SourcePackage, release: string): readonly string[];
}
