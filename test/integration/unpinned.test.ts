import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEBIAN } from '../../lib/inputs/debian/kind';
import { GIT } from '../../lib/inputs/git/kind';
import { formatLock } from '../../lib/lock/format-lock';
import { sectionOf } from '../../lib/lock/lock-file';
import { parseLock } from '../../lib/lock/read-lock';
import { helloFiles, typescriptProject } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';

/** JSON of a lock that a test may take things out of. */
type Draft = { [key: string]: Draft };

/** Lines of the app that make requests. */
const PLACES = /^ {2}(└─|at) .*app\.ts:(\d+):(\d+)$/m;

jest.setTimeout(120_000);

const installed = new InstalledPackage();
const files = helloFiles();
const lock = parseLock(files['synth.lock.json'] ?? '');
const lockText = formatLock(lock);
const [archiveKey = '', archive] = Object.entries(sectionOf(lock, DEBIAN))[0] ?? [];

/** Where an entry stands in the lock, as keys. */
type Place = readonly string[];

/** Every entry of the lock; of the many packages of a set one, and the unpacker. */
function entries(): Place[] {
  if (archive === undefined) throw new Error('the lock has no Debian archive');
  const debian = ['debian', archiveKey];
  const sets = Object.entries(archive.sets);
  const samples = sets.flatMap(([, closures]) =>
    Object.entries(closures).map(
      ([architecture, names]) => `${architecture} ${names[names.length >> 1]}`,
    ),
  );
  const packages = [...new Set(samples)].map((sample) => [
    ...debian,
    'packages',
    ...sample.split(' '),
  ]);
  return [
    ...Object.keys(sectionOf(lock, GIT)).map((key) => ['git', key]),
    debian,
    ...Object.keys(archive.releases).map((suite) => [...debian, 'releases', suite]),
    ...sets.map(([key]) => [...debian, 'sets', key]),
    ...sets.flatMap(([key, closures]) =>
      Object.keys(closures).map((architecture) => [...debian, 'sets', key, architecture]),
    ),
    ...packages,
  ];
}

/** The text of the lock without one entry. */
function without(place: Place): string {
  const draft: Draft = JSON.parse(lockText);
  const parent = place.slice(0, -1).reduce<Draft | undefined>((at, key) => at?.[key], draft);
  const last = place.at(-1) ?? '';
  if (parent === undefined || !(last in parent)) throw new Error(`no ${place.join(' ')}`);
  delete parent[last];
  return JSON.stringify(draft);
}

describe('nothing is taken unpinned', () => {
  const project = typescriptProject(installed, files);

  test('the lock as it is committed answers everything', async () => {
    const { code, stderr } = await installed.synth(project, []);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.each(entries().map((place) => [place.join(' › '), place] as const))(
    'fails without the entry %s',
    async (_name, place) => {
      writeFileSync(join(project, 'synth.lock.json'), without(place));

      const { code, stdout, stderr } = await installed.synth(project, []);

      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^error E_LOCK_MISSING {2}\S+: .* is not locked$/m);
      expect(stderr).toMatch(PLACES);
      expect(stderr).toMatch(/^ {2}fix {7}run "synth lock" and commit synth\.lock\.json$/m);
      // What stands there is whole, and no build of it starts.
      const out = join(project, 'synth.out');
      expect(readdirSync(out).sort()).toEqual(['manifest.json', 'tree.json']);
      const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
      expect(manifest.images).toMatchObject([{ platforms: [] }]);
      expect(manifest.missing.length).toBeGreaterThan(0);
      expect(readdirSync(project).sort()).toEqual([
        '.cache',
        'app.ts',
        'node_modules',
        'package.json',
        'synth.lock.json',
        'synth.out',
      ]);
    },
  );

  test('fails without the Release of a suite that no package is taken from', async () => {
    const suite = Object.keys(archive?.releases ?? {}).at(-1) ?? '';
    const text = without(['debian', archiveKey, 'releases', suite]);
    const [itself] = archiveKey.split('@');
    writeFileSync(
      join(project, 'synth.lock.json'),
      text.replaceAll(`"suite":"${suite}"`, `"suite":"${itself}"`),
    );

    const { code, stderr } = await installed.synth(project, []);

    expect(code).toBe(1);
    expect(stderr).toContain('E_LOCK_MISSING');
  });

  test('fails without any lock, with one error for each request', async () => {
    writeFileSync(join(project, 'synth.lock.json'), '{ "version": 2 }');
    const { code, stderr } = await installed.synth(project, []);
    expect(code).toBe(1);
    const requests = JSON.parse(readFileSync(join(project, 'synth.out/manifest.json'), 'utf8'))
      .requests.length;
    expect(stderr.match(/^error E_LOCK_MISSING/gm)).toHaveLength(requests);
    expect(stderr).toMatch(new RegExp(`\n${requests} errors\n$`));
  });

  test('fails to build an assembly that misses something, before any daemon is asked', async () => {
    const args = ['build', '--app', 'synth.out', '--addr', 'unix:///nowhere/x.sock'];
    const { code, stdout, stderr } = await installed.synth(project, args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('error E_');
  });
});
