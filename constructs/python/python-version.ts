import type { LockedPackage } from '../../lib/inputs/debian/locked';

/** Python and the C library of a root of Debian. */
export interface DebianPython {
  /** In full: `3.13.5`. */
  readonly python: string;
  /** `2.41` */
  readonly glibc: string;
}

/** What a root has, by the versions of its packages; undefined where one of both is not there. */
export function findPython(packages: readonly LockedPackage[]): DebianPython | undefined {
  const found = packages.flatMap(({ name, version }) => {
    const series = /^python(3\.\d+)-minimal$/.exec(name)?.[1];
    const own = /^(?:\d+:)?(3\.\d+\.\d+(?:(?:a|b|rc)\d+)?)/.exec(version.replace('~', ''))?.[1];
    return series === undefined || !own?.startsWith(`${series}.`) ? [] : [own];
  });
  const libc = packages.find(({ name }) => name === 'libc6')?.version;
  const glibc = /^(?:\d+:)?(\d+\.\d+)/.exec(libc ?? '')?.[1];
  const [python, ...others] = found;
  if (python === undefined || others.length > 0 || glibc === undefined) return undefined;
  return { python, glibc };
}
