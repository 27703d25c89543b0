import { type SourcePackage, sourceOf } from '../../debian/source-package';
import { suiteKey, suitesOf } from '../../debian/suites';
import { own } from '../entries';
import type { Fact } from '../fact';
import { archiveKey, type DebianRequest, setKey } from './request';
import type { DebianArchiveLock, DebianPackageLock, DebianSection } from './section';

/** A package of a locked set, with the archive that its suite belongs to. */
export interface LockedPackage extends DebianPackageLock {
  /** `name`, or `name:architecture` for a package of a foreign architecture. */
  readonly name: string;
  /** The archive that its suite belongs to. */
  readonly archive: string;
}

/**
 * The section's answer to a request: the closure, sorted by name; undefined where the set, a package
 * of it or the Release of one of the suites is not there, also of a suite that no package was taken
 * from: that there was nothing better in it is part of the answer.
 */
export function findLocked(
  section: DebianSection,
  request: DebianRequest,
): readonly LockedPackage[] | undefined {
  const archive = own(section, archiveKey(request));
  const suites = suitesOf(request.suite, request.also, request.archives).map(suiteKey);
  if (!suites.every((suite) => own(archive?.releases, suite))) return undefined;
  const { architecture } = request;
  const names = own(own(archive?.sets, setKey(request)), architecture);
  const packages = own(archive?.packages, architecture);
  const found = names?.flatMap((name) => {
    const entry = own(packages, name);
    const release = entry === undefined ? undefined : own(releasesAt(archive, entry), entry.suite);
    return entry === undefined || release === undefined
      ? []
      : [{ name, ...entry, archive: release.archive }];
  });
  return found?.length === names?.length ? found : undefined;
}

/** The Releases of the date that a package was taken from. */
export function releasesAt(
  archive: DebianArchiveLock | undefined,
  { snapshot }: Pick<DebianPackageLock, 'snapshot'>,
): DebianArchiveLock['releases'] | undefined {
  return snapshot === undefined ? archive?.releases : own(archive?.later, snapshot);
}

/** What no request asks for, as places below the section. */
export function findUnused(section: DebianSection, requests: readonly DebianRequest[]): string[] {
  const usedArchives = new Set(requests.map(archiveKey));
  const usedSets = new Set(
    requests.map((request) =>
      JSON.stringify([archiveKey(request), setKey(request), request.architecture]),
    ),
  );
  return Object.entries(section).flatMap(([key, { later = {}, packages, sets }]) => {
    const place = `[${JSON.stringify(key)}]`;
    if (!usedArchives.has(key)) return [place];
    const unused: string[] = [];
    const named = new Set<string>();
    const dates = new Set<string | undefined>();
    for (const [set, closures] of Object.entries(sets)) {
      for (const [architecture, names] of Object.entries(closures)) {
        for (const name of names) named.add(`${architecture} ${name}`);
        if (usedSets.has(JSON.stringify([key, set, architecture]))) continue;
        unused.push(`${place}.sets[${JSON.stringify(set)}].${architecture}`);
      }
    }
    for (const [architecture, byName] of Object.entries(packages)) {
      for (const name of Object.keys(byName)) {
        dates.add(byName[name]?.snapshot);
        if (named.has(`${architecture} ${name}`)) continue;
        unused.push(`${place}.packages.${architecture}[${JSON.stringify(name)}]`);
      }
    }
    for (const date of Object.keys(later)) {
      if (!dates.has(date)) unused.push(`${place}.later[${JSON.stringify(date)}]`);
    }
    return unused;
  });
}

/** Packages of all archives, counted once for each architecture. */
export function countPackages(section: DebianSection): number {
  return Object.values(section)
    .flatMap(({ packages }) => Object.values(packages))
    .reduce((sum, byName) => sum + Object.keys(byName).length, 0);
}

/** Packages of all archives, of each architecture. */
export function factsOf(section: DebianSection): Fact[] {
  return Object.entries(section).flatMap(([within, archive]) =>
    Object.entries(archive.packages).flatMap(([of, byName]) =>
      Object.entries(byName).map(([name, locked]) => {
        const { size, version } = locked;
        const [release = ''] = within.split(/[+@]/, 1);
        const built = { source: lockedSource(name, locked, archive), release };
        return { name, of, version, size, within, built };
      }),
    ),
  );
}

/** The source that a locked package was built from. */
export function lockedSource(
  key: string,
  locked: DebianPackageLock,
  archive: DebianArchiveLock,
): SourcePackage {
  const { path, source, version } = locked;
  const isDebian = own(releasesAt(archive, locked), locked.suite)?.archive.startsWith('debian');
  return sourceOf({ name: baseName(key), version }, source, isDebian ? path : undefined);
}

/** Names of packages, without the architecture of foreign ones. */
export function packageNames(section: DebianSection): ReadonlySet<string> {
  const keys = Object.values(section).flatMap(({ packages }) =>
    Object.values(packages).flatMap((byName) => Object.keys(byName)),
  );
  return new Set(keys.map(baseName));
}

/** Without the architecture of a foreign one. */
export function baseName(key: string): string {
  return key.split(':', 1)[0] ?? key;
}
