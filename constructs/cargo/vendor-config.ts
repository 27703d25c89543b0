import type { LockedCrate } from '../../lib/cargo';

/** Where the crates are when Cargo runs: the settings name it. */
export const VENDOR = '/cargo/vendor';

/** The crates of one source, which have a folder of their own. */
export interface CratesOfSource {
  /** What tells Cargo which source is meant; nothing for crates.io. */
  readonly settings: readonly string[];
  readonly crates: LockedCrate[];
}

/** Two sources may have a crate of one name and version, so each has a folder. */
export function bySource(crates: readonly LockedCrate[]): CratesOfSource[] {
  const sources = new Map<string, CratesOfSource>();
  for (const crate of crates) {
    const settings = settingsOf(crate);
    const key = settings.join('\n');
    const known = sources.get(key) ?? { settings, crates: [] };
    known.crates.push(crate);
    sources.set(key, known);
  }
  return [...sources].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, source]) => source);
}

function settingsOf({ source }: LockedCrate): string[] {
  const set = (name: string, value: string) => `${name} = ${JSON.stringify(value)}`;
  if (source.type === 'git') {
    const { ref, url } = source;
    return [set('git', url), ...(ref === undefined ? [] : [set(...ref)])];
  }
  if (source.id === '') return [];
  return [set('registry', source.id.replace(/^registry\+/, ''))];
}

/**
 * The settings by which Cargo takes each source from its folder.
 *
 * @see The Cargo Book, "Source Replacement"
 */
export function vendorConfig(sources: readonly CratesOfSource[]): string {
  const tables = sources.flatMap(({ settings }, index) => [
    `[source.${settings.length === 0 ? 'crates-io' : `original${index}`}]`,
    ...settings,
    `replace-with = "vendor${index}"`,
    '',
    `[source.vendor${index}]`,
    `directory = "${VENDOR}/${index}"`,
    '',
  ]);
  return tables.join('\n');
}
