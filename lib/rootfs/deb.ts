import type { SourceLocation } from '../errors';
import { bindMount, http, type Mount, type ProgressGroup } from '../llb';

/** A .deb of a dated archive. */
export interface Deb {
  /** Package name; of a foreign architecture as `libc6:arm64`. */
  readonly name: string;
  /** Base name of the file, e.g. `bash_5.2.37-2_amd64.deb`. */
  readonly filename: string;
  /** Canonical URL on the snapshot service. */
  readonly url: string;
  /** Hex. */
  readonly sha256: string;
  /** Secret that holds the `Authorization` header. @default - nobody asks for one */
  readonly authHeaderSecret?: string;
  /** The user's line that names the archive. @default - none is told */
  readonly source?: SourceLocation | undefined;
}

/**
 * Mounts .debs read-only as `/debs/<filename>`.
 *
 * Each becomes an `http` source with its checksum, so it is fetched once whoever needs it, and a
 * bind mount that selects its file.
 */
export function mountDebs(debs: readonly Deb[], progressGroup: ProgressGroup): Mount[] {
  return debs.map(({ authHeaderSecret, filename, sha256, source: line, url }) => {
    const source = http(url, {
      checksum: `sha256:${sha256}`,
      filename,
      progressGroup,
      ...(authHeaderSecret === undefined ? {} : { authHeaderSecret }),
      ...(line === undefined ? {} : { source: line }),
    });
    return bindMount(`/debs/${filename}`, source, { selector: `/${filename}`, readonly: true });
  });
}
