import { compareVersions } from '../../../../debian';
import { BuildError } from '../../../../errors';
import type { FetchContext } from '../../../../fetch/fetch-context';
import { hashOf } from '../../../../fetch/file-cache';
import { SchemaReader } from '../../../../json';
import type { Advisories } from '../../../advisories';

/** Where Debian publishes what its security team knows of every source package. */
export const DEBIAN_TRACKER = 'https://security-tracker.debian.org/tracker/data/json';

/** 60 MB as of 2026. */
const MAX_BYTES = 512 * 2 ** 20;
/** A release that never had what the advisory is about. */
const NEVER = '0';

/**
 * Reads the data of the tracker that the environment names.
 *
 * @throws BuildError `E_DEBIAN_TRACKER` where it is not of its form; `E_HTTP_…`
 * @see https://security-tracker.debian.org/tracker/data/json
 */
export async function fetchAdvisories({
  environment: { debianTracker: url = DEBIAN_TRACKER },
  http,
}: Pick<FetchContext, 'environment' | 'http'>): Promise<Advisories> {
  const content = await http.get(url, { maxBytes: MAX_BYTES });
  return { url, sha256: hashOf(content), fixedBetween: readAdvisories(content, url) };
}

/** By source package, then by advisory: what is fixed in which version of each release. */
function readAdvisories(content: Buffer, url: string): Advisories['fixedBetween'] {
  const fix = 'check SYNTH_DEBIAN_TRACKER: it names the JSON data of a tracker of Debian';
  const schema = new SchemaReader('E_DEBIAN_TRACKER', url, fix);
  const sources = schema.object(parse(content, url, fix), '');
  return (older, newer, release) => {
    const { name } = older;
    if (newer.name !== name || !Object.hasOwn(sources, name)) return [];
    const advisories = Object.entries(schema.object(sources[name], name));
    const fixed = advisories.filter(([id, advisory]) => {
      const at = `${name}.${id}`;
      const releases = schema.object(schema.object(advisory, at).releases, `${at}.releases`);
      if (!Object.hasOwn(releases, release)) return false;
      const place = `${at}.releases.${release}`;
      const { fixed_version: version, status } = schema.object(releases[release], place);
      if (status !== 'resolved' || version === undefined || version === NEVER) return false;
      const text = schema.text(version, `${place}.fixed_version`);
      return compareVersions(text, older.version) > 0 && compareVersions(text, newer.version) <= 0;
    });
    return fixed.map(([id]) => id).sort();
  };
}

function parse(content: Buffer, url: string, fix: string): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch (cause) {
    throw new BuildError('E_DEBIAN_TRACKER', `${url} is no JSON`, {
      got: String(cause),
      expected: 'the data of the security tracker of Debian',
      fix,
      cause,
    });
  }
}
