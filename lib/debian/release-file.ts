import { BuildError } from '../errors';
import { parseStanza } from './control';

/** A file that a Release vouches for. */
export interface ReleaseFileEntry {
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/** What a suite's `Release` says of itself and of its indexes. */
export interface Release {
  /** `Suite`, e.g. `stable`. */
  readonly suite: string;
  /** `Codename`, e.g. `trixie`. */
  readonly codename: string;
  /** `Origin`, e.g. `Debian`. */
  readonly origin: string;
  /** `Label`, e.g. `Debian-Security`. */
  readonly label: string;
  /** `Version`, e.g. `13.1`; suites that are no release have none. */
  readonly version: string;
  /** `NotAutomatic: yes`: nothing of it is taken unless asked for. */
  readonly isNotAutomatic: boolean;
  /** `ButAutomaticUpgrades: yes`. */
  readonly isButAutomaticUpgrades: boolean;
  readonly date: Date;
  readonly validUntil?: Date;
  readonly components: readonly string[];
  readonly architectures: readonly string[];
  /** True where `all` packages have an index of their own instead of being in every other one. */
  readonly hasIndexForAll: boolean;
  /** True where indexes are also served under their hash. */
  readonly acquireByHash: boolean;
  /** By path below the suite's folder, e.g. `main/binary-amd64/Packages.gz`. */
  readonly files: ReadonlyMap<string, ReleaseFileEntry>;
}

/**
 * Reads a `Release` file.
 *
 * @throws BuildError `E_DEBIAN_CONTROL` where `Date` or `SHA256` are missing or malformed
 * @see https://wiki.debian.org/DebianRepository/Format
 */
export function parseRelease(text: string): Release {
  const stanza = parseStanza(text);
  const validUntil = stanza.get('valid-until');
  const words = (key: string): string[] =>
    (stanza.get(key) ?? '').split(/\s+/).filter((word) => word !== '');
  const architectures = words('architectures');
  return {
    suite: stanza.get('suite') ?? '',
    codename: stanza.get('codename') ?? '',
    origin: stanza.get('origin') ?? '',
    label: stanza.get('label') ?? '',
    version: stanza.get('version') ?? '',
    isNotAutomatic: stanza.get('notautomatic') === 'yes',
    isButAutomaticUpgrades: stanza.get('butautomaticupgrades') === 'yes',
    date: parseDate('Date', stanza.get('date')),
    ...(validUntil === undefined ? {} : { validUntil: parseDate('Valid-Until', validUntil) }),
    components: words('components'),
    architectures,
    hasIndexForAll:
      architectures.includes('all') &&
      !words('no-support-for-architecture-all').includes('Packages'),
    acquireByHash: stanza.get('acquire-by-hash') === 'yes',
    files: parseFiles(stanza.get('sha256')),
  };
}

/** Dates are RFC 5322 ones, in UTC: `Sat, 12 Sep 2026 07:55:41 UTC`. */
function parseDate(field: string, value: string | undefined): Date {
  const isUtc =
    value !== undefined &&
    /^\w{3}, {1,2}\d{1,2} \w{3} \d{4} [\d:]{7,8} (UTC|GMT|\+0000|Z)$/.test(value);
  const date = new Date(isUtc ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) {
    throw new BuildError('E_DEBIAN_CONTROL', `Release: field ${field} is malformed`, {
      got: value === undefined ? 'nothing' : JSON.stringify(value.slice(0, 120)),
      expected: '"Sat, 12 Sep 2026 07:55:41 UTC"',
    });
  }
  return date;
}

function parseFiles(field: string | undefined): ReadonlyMap<string, ReleaseFileEntry> {
  const files = new Map<string, ReleaseFileEntry>();
  for (const line of (field ?? '').split('\n')) {
    if (line.trim() === '') continue;
    const match = /^\s*([0-9a-f]{64})\s+(\d{1,15})\s+(\S+)$/.exec(line);
    if (match?.[1] === undefined || match[3] === undefined) {
      throw new BuildError('E_DEBIAN_CONTROL', 'Release: a line of field SHA256 is malformed', {
        got: JSON.stringify(line.slice(0, 120)),
        expected: '"<sha256> <size> <path>"',
      });
    }
    files.set(match[3], { sha256: match[1], size: Number(match[2]) });
  }
  if (files.size === 0) {
    throw new BuildError('E_DEBIAN_CONTROL', 'Release: field SHA256 lists no file', {
      expected: 'an archive that publishes sha256 sums of its indexes',
    });
  }
  return files;
}
