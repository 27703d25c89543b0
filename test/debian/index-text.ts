import { CandidateSet, PackagesIndex } from '../../lib/debian';

/** A package of an index: name, version, and the fields that differ from the usual. */
export type IndexEntry = readonly [
  name: string,
  version: string,
  fields?: Readonly<Record<string, string>>,
];

/** The text of a Packages index. */
export function indexText(entries: readonly IndexEntry[]): string {
  return entries
    .map(([name, version, fields]) => {
      const all = {
        Package: name,
        Version: version,
        Architecture: 'amd64',
        Filename: `pool/main/${name}_${version}_amd64.deb`,
        Size: '1000',
        SHA256: '0'.repeat(64),
        ...fields,
      };
      return Object.entries(all)
        .map(([key, value]) => `${key}: ${value}\n`)
        .join('');
    })
    .join('\n');
}

/** Candidates out of suites, each a list of packages. */
export function candidates(suites: Readonly<Record<string, readonly IndexEntry[]>>): CandidateSet {
  return new CandidateSet(
    Object.entries(suites).map(([suite, entries]) => ({
      suite,
      index: new PackagesIndex(indexText(entries)),
    })),
  );
}
