import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotEpoch } from '../../lib/debian/snapshot';
import { debianMirror, mmdebstrap } from '../support/debian-mirror';
import { registeredEmulators } from '../support/emulators';
import { describeWith } from '../support/engine';
import { snapshotNow, typescriptProject } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';
import { LEFT_OUT, OTHERWISE, runMmdebstrap, treeDifferences } from '../support/mmdebstrap-tree';
import { tarTree } from '../support/tar-tree';
import { temporaryFolder } from '../support/temporary-folder';

jest.setTimeout(600_000);

const OWN = process.arch === 'arm64' ? 'arm64' : 'amd64';
const ARCHITECTURES = ['amd64', 'arm64'];

const mirror = debianMirror();
const skipped = typeof mirror === 'string' ? mirror : undefined;
if (skipped !== undefined) process.stderr.write(`skipped: minbase: ${skipped}\n`);

describeWith(['engine'], 'minbase, built without a cache', ({ engine }) => {
  if (typeof mirror === 'string') {
    test.skip(`needs a mirror: ${mirror}`, () => undefined);
    return;
  }
  const installed = new InstalledPackage();
  const folder = temporaryFolder('minbase');
  const snapshot = snapshotNow();
  const project = typescriptProject(installed, {
    'app.ts': `
import { App, BaseImage, DebianBase } from 'buildkit-cdk';
const app = new App();
const base = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshot}' });
new BaseImage(app, 'minbase', {
  base,
  platforms: ${JSON.stringify(ARCHITECTURES.map((one) => `linux/${one}`))},
});
app.synth();
`,
  });
  const archive = join(folder, 'first.tar');
  const env = {
    ...mirror.env,
    BUILDKIT_HOST: engine.address,
    XDG_CACHE_HOME: join(folder, 'cache'),
  };
  const synth = async (...args: string[]): Promise<void> => {
    const { code, stderr } = await installed.synth(project, args, { env });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  };
  const build = (file: string) => synth('build', '--no-cache', '--output', `type=tar,dest=${file}`);
  const hash = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

  beforeAll(async () => {
    await synth('lock');
    await build(archive);
  });

  const emulators = registeredEmulators();
  (emulators === undefined || emulators.length > 0 ? test.skip : test)(
    'needs no emulator: none is registered here',
    () => expect(emulators).toEqual([]),
  );

  test('is the same to the byte when it is built again', async () => {
    const again = join(folder, 'again.tar');
    await build(again);
    expect(hash(again)).toBe(hash(archive));
  });

  test.each(ARCHITECTURES)('has a package database of which dpkg has no complaint: %s', (one) => {
    const root = join(folder, one);
    mkdirSync(root);
    const inside = `linux_${one}/var/lib/dpkg`;
    execFileSync('tar', ['--extract', '--file', archive, '--directory', root, inside]);
    const rootOption = `--root=${join(root, `linux_${one}`)}`;
    const dpkg = (...args: string[]) =>
      spawnSync('dpkg', [rootOption, ...args], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH },
      });
    const { status, stdout, stderr } = dpkg('--audit');
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });

    const listed = spawnSync('dpkg-query', [
      `--admindir=${join(root, inside)}`,
      '--show',
      `--showformat=\${db:Status-Status} \${Architecture} \${binary:Package}\n`,
    ]);
    const packages = listed.stdout.toString().trimEnd().split('\n');
    expect(packages.length).toBeGreaterThan(50);
    expect(
      packages.filter(
        (line) => !line.startsWith(`installed ${one} `) && !line.startsWith('installed all '),
      ),
    ).toEqual([]);
  });

  test('holds nothing that was made later than the snapshot', () => {
    for (const one of ARCHITECTURES) {
      const times = [...tarTree(archive, `linux_${one}`).values()].map(({ modified }) => modified);
      expect(Math.max(...times)).toBeLessThanOrEqual(snapshotEpoch(snapshot) ?? 0);
    }
  });

  const reference = mmdebstrap();
  const isThere = typeof reference !== 'string';
  if (!isThere) process.stderr.write(`skipped: minbase against mmdebstrap: ${reference}\n`);
  (isThere ? test : test.skip)(
    isThere
      ? `is what mmdebstrap makes for ${OWN}, but for what ran or belongs to a machine`
      : `is what mmdebstrap makes (left out: ${reference})`,
    () => {
      const file = join(folder, 'mmdebstrap.tar');
      const program = isThere ? reference.program : '';
      runMmdebstrap(file, { program, mirror, folder, epoch: snapshotEpoch(snapshot) });
      const rules = { leftOut: LEFT_OUT, otherwise: OTHERWISE };
      const differences = treeDifferences(tarTree(archive, `linux_${OWN}`), tarTree(file), rules);
      expect(differences).toEqual([]);
    },
  );
});
