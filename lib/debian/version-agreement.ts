import { BuildError } from '../errors';
import type { ClosurePackage } from './closure';

/**
 * Checks that a package which several architectures have is built from the same source version on
 * all of them. Rebuilds (`+b1`) may differ: they change no source.
 *
 * @returns one error `E_DEBIAN_VERSIONS_DISAGREE` for each package that differs
 */
export function checkVersionAgreement(
  closures: ReadonlyMap<string, readonly ClosurePackage[]>,
): BuildError[] {
  const versions = new Map<string, Map<string, string[]>>();
  for (const [architecture, closure] of closures) {
    for (const { key, package: found } of closure) {
      const bySource = versions.get(key) ?? new Map<string, string[]>();
      versions.set(key, bySource);
      const { version } = found.source;
      bySource.set(version, [...(bySource.get(version) ?? []), `${architecture} ${found.version}`]);
    }
  }
  const errors: BuildError[] = [];
  for (const [key, bySource] of versions) {
    if (bySource.size < 2) continue;
    errors.push(
      new BuildError(
        'E_DEBIAN_VERSIONS_DISAGREE',
        `package "${key}" differs between architectures`,
        {
          got: [...bySource.values()].flat().join(', '),
          expected: 'one source version on all architectures',
          fix: 'take a snapshot date at which every architecture has caught up',
        },
      ),
    );
  }
  return errors;
}
