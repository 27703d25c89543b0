import * as fc from 'fast-check';
import { App, DebianBase, type DebianPackages } from '../../../constructs';
import { Lowering } from '../../../constructs/core/lowering';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import { DEBIAN } from '../../../lib/inputs/debian/kind';
import { SchemaReader } from '../../../lib/json';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { errorsOf } from '../../support/lowered';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };

function debianBase(components?: readonly string[]): DebianBase {
  return new DebianBase(new App(), 'debian', {
    suite: 'trixie',
    snapshot: '20261101T000000Z',
    components,
  });
}

/** Keys of what a root asks the lock. */
function asked(root: DebianPackages, platform = AMD64): string[] {
  const lowering = new Lowering(EMPTY_LOCK, AMD64);
  root.layers(lowering.target(platform), root.base);
  return lowering.requests().map(({ key }) => key.replace('trixie@20261101T000000Z ', ''));
}

describe('packages of a Debian root', () => {
  test('are sorted and named once, whatever was said in which order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.constantFrom('make', 'gcc', 'cmake', 'libc6'))),
        (choices) => {
          const root = choices.reduce(
            (below, packages) => below.with({ packages }),
            debianBase().minbase(),
          );
          expect(root.packages).toEqual([...new Set(choices.flat())].sort());
        },
      ),
    );
  });

  test('make one root where they are the same over the same', () => {
    const base = debianBase();
    const root = base.minbase({ packages: ['make', 'gcc'] });

    expect(base.minbase({ packages: ['gcc', 'make', 'gcc'] })).toBe(root);
    expect(root.with({ packages: ['make'] })).toBe(root);
    expect(root.with({})).toBe(root);
    expect(base.minbase()).toBe(base.minbase());
    expect(base.minbase({ packages: ['make'] }).with({ packages: ['gcc'] })).not.toBe(root);
  });

  test('ask for a set of each layer, the base of the build platform, and the unpacker', () => {
    const root = debianBase(['main', 'contrib'])
      .minbase({ packages: ['make'] })
      .with({ packages: ['gcc'] });

    expect(asked(root)).toEqual([
      'busybox-static (contrib main) amd64',
      'minbase (contrib main) amd64',
      'minbase gcc make (contrib main) amd64',
      'minbase make (contrib main) amd64',
    ]);
    expect(asked(root, ARM64)).toEqual([
      'busybox-static (contrib main) amd64',
      'minbase (contrib main) amd64',
      'minbase (contrib main) arm64',
      'minbase gcc make (contrib main) amd64',
      'minbase gcc make (contrib main) arm64',
      'minbase make (contrib main) amd64',
      'minbase make (contrib main) arm64',
    ]);
  });

  test('that are no packages are told with the line that names them, and are left out', () => {
    const app = new App();
    const base = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });

    const root = base.minbase({ packages: ['Make', 'gcc'] });
    base.runtime({ packages: ['lib c'] });

    expect(root).toBe(base.minbase());
    expect(errorsOf(() => app.assemble(EMPTY_LOCK))).toMatchObject([
      {
        code: 'E_PROPERTY',
        details: { constructPath: 'debian', source: { line: expect.any(Number) } },
      },
      {
        code: 'E_PROPERTY',
        details: { constructPath: 'debian', source: { line: expect.any(Number) } },
      },
    ]);
  });

  test('may bring what they recommend, and do without what is excluded, from their layer on', () => {
    const root = debianBase()
      .minbase({ packages: ['make', 'nginx'], exclude: ['perl', 'gcc'] })
      .with({ packages: ['nginx=1.26.*'], recommends: true, exclude: ['vim'] });

    expect(root.packages).toEqual(['make', 'nginx=1.26.*']);
    expect(asked(root)).toEqual([
      'busybox-static (main) amd64',
      'minbase (main) amd64',
      'minbase make nginx -gcc -perl (main) amd64',
      'minbase make nginx=1.26.* -gcc -perl -vim +recommends (main) amd64',
    ]);
    expect(root.with({ exclude: ['perl'], recommends: true })).toBe(root);
  });

  test('in two versions are refused', () => {
    const app = new App();
    const base = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
    const below = base.minbase({ packages: ['make=1'] });

    expect(below.with({ packages: ['make=2'] })).toBe(below);
    expect(errorsOf(() => app.assemble(EMPTY_LOCK))).toMatchObject([
      {
        code: 'E_PROPERTY',
        message: 'debian: property packages asks for two versions of "make"',
        details: { got: 'make=1 and make=2' },
      },
    ]);
  });

  test('that a layer below has cannot be excluded any more', () => {
    const base = debianBase();
    const root = base
      .minbase({ packages: ['make'] })
      .with({ packages: ['gcc'], exclude: ['make'] });
    const lowering = new Lowering(new FakeAnswers(), AMD64);

    expect(errorsOf(() => root.layers(lowering.target(AMD64), base))).toMatchObject([
      { code: 'E_DEBIAN_EXCLUDED', details: { got: 'it is part of a layer below' } },
    ]);
  });

  test('of another architecture are asked for by their names', () => {
    const root = debianBase().minbase({ packages: ['libssl-dev:arm64'] });

    expect(asked(root)).toContain('minbase libssl-dev:arm64 (main) amd64');
  });
});

test('a platform that Debian does not have is told with the construct that needs it', () => {
  const base = debianBase();
  const lowering = new Lowering(EMPTY_LOCK, AMD64);
  const loong = lowering.target({ os: 'linux', architecture: 'loong64' });

  expect(errorsOf(() => base.minbase().layers(loong, base))).toMatchObject([
    {
      code: 'E_PLATFORM',
      message: 'debian: the platform is not one that Debian has',
      details: { got: '"linux/loong64"' },
    },
  ]);
});

test('an answer is used on the platform that it is for', () => {
  const names = ['base-files', 'libc6'];
  const section = DEBIAN.section.read(
    {
      'trixie@20261101T000000Z': {
        releases: Object.fromEntries(
          ['trixie', 'trixie-updates', 'trixie-security'].map((suite) => [
            suite,
            {
              archive: suite === 'trixie-security' ? 'debian-security' : 'debian',
              sha256: 'a'.repeat(64),
              date: '2026-10-31T00:00:00Z',
              signers: [],
            },
          ]),
        ),
        sets: {
          'base-files libc6 (main)': { amd64: names, arm64: names },
          'busybox-static (main)': { amd64: ['busybox-static'] },
        },
        packages: Object.fromEntries(
          ['amd64', 'arm64'].map((architecture, index) => [
            architecture,
            Object.fromEntries(
              [...names, 'busybox-static'].map((name) => [
                name,
                {
                  version: `1-${index}`,
                  suite: 'trixie',
                  path: `pool/${name}_${architecture}.deb`,
                  size: 1,
                  sha256: 'b'.repeat(64),
                },
              ]),
            ),
          ]),
        ),
      },
    },
    'debian',
    new SchemaReader('E_LOCK_FORMAT', 'lock'),
  );
  const base = debianBase();
  const lowering = new Lowering({ sections: { debian: section } }, AMD64);
  const versions = [AMD64, ARM64].map((platform) =>
    base
      .runtime({ packages: ['libc6'] })
      .layer(lowering.target(platform), base)
      .packages?.map(({ name, version }) => `${name} ${version}`),
  );

  expect(versions).toEqual([
    ['base-files 1-0', 'libc6 1-0'],
    ['base-files 1-1', 'libc6 1-1'],
  ]);
  expect([...lowering.archiveFiles.keys()].sort()).toEqual(
    [
      'base-files_amd64',
      'base-files_arm64',
      'busybox-static_amd64',
      'libc6_amd64',
      'libc6_arm64',
    ].map((name) => `https://snapshot.debian.org/archive/debian/20261101T000000Z/pool/${name}.deb`),
  );
});
