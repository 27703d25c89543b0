import type { Advisories } from '../inputs/advisories';

/** Where advisories of a kind of input come from, for a report. */
export interface AdvisorySource {
  /** Name of the kind. */
  readonly kind: string;
  readonly url: string;
  /** Hex, of the file that was read. */
  readonly sha256: string;
}

/** What a report tells of advisories. */
export function sourceOfAdvisories(kind: string, { sha256, url }: Advisories): AdvisorySource {
  return { kind, url, sha256 };
}
