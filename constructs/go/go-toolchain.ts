import { compareGoVersions, goVersionOfPackage } from '../../lib/go';
import type { LockedPackage } from '../../lib/inputs/debian/locked';
import type { GoModulesLock } from '../../lib/inputs/go/section';

/** Go in a root of Debian. */
export interface GoToolchain {
  /** Name of the package that has it: `golang-1.24-go`. */
  readonly package: string;
  /** `1.24.4`. */
  readonly version: string;
  /** Absolute path of `go`. */
  readonly program: string;
}

/** The newest Go of a root; `golang-go` only names one. */
export function findToolchain(packages: readonly LockedPackage[]): GoToolchain | undefined {
  const found = packages.flatMap(({ name, version }) => {
    const series = /^golang-(\d+\.\d+)-go$/.exec(name)?.[1];
    const own = goVersionOfPackage(version);
    if (series === undefined || own === undefined) return [];
    return [{ package: name, version: own, program: `/usr/lib/go-${series}/bin/go` }];
  });
  return found.sort((a, b) => compareGoVersions(b.version, a.version))[0];
}

/** The module that asks for the newest Go of all, where that is newer than a version. */
export function newerGoThan(
  version: string,
  { files, go, module }: GoModulesLock,
): { readonly module: string; readonly go: string } | undefined {
  const compiled = new Set(files.map(({ name }) => name));
  const lines = files.flatMap((file) => {
    const name = file.name.replace(/\/go\.mod$/, '');
    // A module of which only go.mod is read is not compiled.
    return file.go === undefined || !compiled.has(name) ? [] : [{ module: name, go: file.go }];
  });
  const all = go === undefined ? lines : [{ module, go }, ...lines];
  const [newest] = all.sort((a, b) => compareGoVersions(b.go, a.go));
  return newest !== undefined && compareGoVersions(newest.go, version) > 0 ? newest : undefined;
}
