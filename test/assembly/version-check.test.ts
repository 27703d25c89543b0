import type { DebianPackageLock, LockFile } from '../../lib/assembly/lock-file';
import { type DebianLockRequest, debianSetKey } from '../../lib/assembly/lock-request';
import type { ImagePackages } from '../../lib/assembly/manifest';
import { checkVersions } from '../../lib/assembly/version-check';

const SNAPSHOT = '20261101T000000Z';
const ARCHITECTURES = ['amd64', 'arm64'];

const set = (architecture: string, ...include: string[]): DebianLockRequest => ({
  kind: 'debian',
  suite: 'sid',
  snapshot: SNAPSHOT,
  components: ['main'],
  variant: 'minbase',
  include,
  architectures: [architecture],
});

const image = (constructPath: string, ...include: string[]): ImagePackages => ({
  constructPath,
  source: { file: 'app.ts', line: 7, column: 1 },
  platforms: ARCHITECTURES.map((architecture) => ({
    platform: `linux/${architecture}`,
    architecture,
    sets: [{ request: set(architecture, ...include), leftOut: [] }],
  })),
});

/** A lock with the set of `a` and the set of all packages for both architectures. */
function lockOf(versions: Readonly<Record<string, readonly [string, string]>>): LockFile {
  const sets: Record<string, Record<string, string[]>> = {};
  const packages: Record<string, Record<string, DebianPackageLock>> = {};
  ARCHITECTURES.forEach((architecture, index) => {
    sets[debianSetKey(set(architecture))] = { [architecture]: ['a'] };
    sets[debianSetKey(set(architecture, 'b'))] = { [architecture]: Object.keys(versions) };
    packages[architecture] = Object.fromEntries(
      Object.entries(versions).map(([name, pair]) => [
        name,
        { version: pair[index] ?? '', suite: 'sid', path: 'p.deb', size: 1, sha256: 's' },
      ]),
    );
  });
  const release = { archive: 'debian', sha256: 'r', date: 'd', signers: [] } as const;
  return {
    version: 1,
    git: {},
    debian: { [`sid@${SNAPSHOT}`]: { releases: { sid: release }, sets, packages } },
  };
}

describe('checkVersions', () => {
  it('accepts images whose packages agree, rebuilds included', () => {
    const lock = lockOf({ a: ['1-1', '1-1'], b: ['2-1+b3', '2-1'] });
    expect(checkVersions([image('one'), image('two', 'b')], lock)).toEqual([]);
    expect(checkVersions([], lock)).toEqual([]);
  });

  it('names each image and each of its packages that differ', () => {
    const lock = lockOf({ a: ['1-1', '1-2'], b: ['2-1', '2-1'], c: ['3-2', '3-1'] });

    const errors = checkVersions([image('one'), image('app/two', 'b')], lock);

    expect(errors.map(({ details, message }) => [message, details.got])).toEqual([
      ['one: package "a" differs between platforms', '1-1 on linux/amd64, 1-2 on linux/arm64'],
      ['app/two: package "a" differs between platforms', '1-1 on linux/amd64, 1-2 on linux/arm64'],
      ['app/two: package "c" differs between platforms', '3-2 on linux/amd64, 3-1 on linux/arm64'],
    ]);
    expect(errors[2]).toMatchObject({
      code: 'E_DEBIAN_VERSIONS_DISAGREE',
      details: { constructPath: 'app/two', source: { file: 'app.ts', line: 7, column: 1 } },
    });
  });

  it('compares all sets of an image, less what it leaves out, and nothing that is not locked', () => {
    const lock = lockOf({ a: ['1-1', '1-1'], b: ['2-1', '2-2'] });
    const { platforms, ...rest } = image('one');
    const layered = (leftOut: readonly string[]) => ({
      ...rest,
      platforms: platforms.map((platform) => ({
        ...platform,
        sets: [...platform.sets, { request: set(platform.architecture, 'b'), leftOut }],
      })),
    });
    expect(checkVersions([layered([])], lock)).toHaveLength(1);
    expect(checkVersions([layered(['b'])], lock)).toEqual([]);
    expect(checkVersions([image('one', 'other')], lock)).toEqual([]);
  });
});
