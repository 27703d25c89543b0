import { readPackageFile } from '../../../package';

/** An archive key that is trusted without being configured. */
export interface DebianKey {
  /** File in `debian-keys/`: the armoured public key, without the signatures of other people. */
  readonly file: string;
  /** Fingerprint of the primary key, upper-case hex. */
  readonly fingerprint: string;
  /** The archive whose Releases it may sign. */
  readonly archive: 'debian' | 'debian-security';
}

/**
 * The keys of the Debian archives since bookworm. A Release is signed by the automatic keys of the
 * two newest releases, a stable one by the key of its release managers too.
 *
 * To refresh: from the newest package `debian-archive-keyring`, for each file of a new release in
 * `/usr/share/keyrings/debian-archive-<name>`, run
 * `gpg --no-default-keyring --keyring <file> --export-options export-minimal --armor --export`
 * into `debian-keys/<name>.asc` and add its row here. Compare each fingerprint with the one that the
 * archive's maintainers publish. Keep the old rows: dated archives need them.
 */
export const DEBIAN_KEYS: readonly DebianKey[] = [
  {
    file: 'bookworm-automatic.asc',
    fingerprint: 'B8B80B5B623EAB6AD8775C45B7C5D7D6350947F8',
    archive: 'debian',
  },
  {
    file: 'bookworm-stable.asc',
    fingerprint: '4D64FEC119C2029067D6E791F8D2585B8783D481',
    archive: 'debian',
  },
  {
    file: 'trixie-automatic.asc',
    fingerprint: '04B54C3CDCA79751B16BC6B5225629DF75B188BD',
    archive: 'debian',
  },
  {
    file: 'trixie-stable.asc',
    fingerprint: '41587F7DB8C774BCCF131416762F67A0B2C39DE4',
    archive: 'debian',
  },
  {
    file: 'bookworm-security-automatic.asc',
    fingerprint: '05AB90340C0C5E797F44A8C8254CF3B5AEC0A8F0',
    archive: 'debian-security',
  },
  {
    file: 'trixie-security-automatic.asc',
    fingerprint: '5E04A1E3223A19A20706E20F9904613D4CCE68C6',
    archive: 'debian-security',
  },
];

/** The armoured text of a key of {@link DEBIAN_KEYS}. */
export function readDebianKey({ file }: DebianKey): string {
  return readPackageFile(`lib/inputs/debian/archive/debian-keys/${file}`);
}
