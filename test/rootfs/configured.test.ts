import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { snapshotEpoch } from '../../lib/debian/snapshot';
import { ACCOUNT_FILES, CONFIGURED_RULES, named, withoutNumbers } from '../support/configured-tree';
import { debianMirror, mmdebstrap } from '../support/debian-mirror';
import { describeWith } from '../support/engine';
import { snapshotNow, typescriptProject } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';
import { describeEntry, runMmdebstrap, treeDifferences } from '../support/mmdebstrap-tree';
import { tarTree } from '../support/tar-tree';
import { temporaryFolder } from '../support/temporary-folder';

jest.setTimeout(600_000);

const OWN = process.arch === 'arm64' ? 'arm64' : 'amd64';
const ARCHITECTURES = ['amd64', 'arm64'];
// Packages whose scripts run programs of others, add accounts, change modes, make keys and links.
const PACKAGES = ['ca-certificates', 'dbus', 'openssh-server', 'redis-server', 'ssl-cert', 'sudo'];

const mirror = debianMirror();
if (typeof mirror === 'string') process.stderr.write(`skipped: configured trees: ${mirror}\n`);

describeWith(['engine'], 'trees that maintainer scripts configured', ({ engine }) => {
  if (typeof mirror === 'string') {
    test.skip(`need a mirror: ${mirror}`, () => undefined);
    return;
  }
  const installed = new InstalledPackage();
  const folder = temporaryFolder('configured');
  const snapshot = snapshotNow();
  const platforms = JSON.stringify(ARCHITECTURES.map((one) => `linux/${one}`));
  const project = typescriptProject(installed, {
    'app.ts': `
import { App, BaseImage, BuildStage, DebianBase, RuntimeImage } from 'buildkit-cdk';
const app = new App();
const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshot}' });
const platforms = ${platforms};
const waivers = { healthcheck: 'a test' };
new BaseImage(app, 'services', { base: debian.minbase({ packages: ${JSON.stringify(PACKAGES)} }), platforms });
new RuntimeImage(app, 'tls', {
  base: debian.runtime({ packages: ['ca-certificates', 'openssl', 'tzdata'] }),
  entrypoint: ['/usr/bin/openssl', 'version'],
  waivers,
  platforms,
});
new RuntimeImage(app, 'redis', {
  base: debian.runtime({ packages: ['redis-server'] }),
  entrypoint: ['/usr/bin/redis-server'],
  user: '580:580',
  writable: ['/var/lib/redis'],
  waivers: { ...waivers, writable: 'its data' },
  platforms,
});
const stage = new BuildStage(app, 'stage', {
  base: debian,
  run: [['/bin/sh', '-ec', 'mkdir -p /out/boot/bin; cp /usr/bin/true /out/boot/bin/t; chmod 4755 /out/boot/bin/t']],
});
const runtime = { base: debian.runtime({ packages: ['libc6'] }), waivers, platforms: ['linux/${OWN}'] };
new RuntimeImage(app, 'suid', { ...runtime, files: [stage.directory('/out')], entrypoint: ['/boot/bin/t'] });
new RuntimeImage(app, 'missing', { ...runtime, entrypoint: ['/boot/bin/missing'] });
new BaseImage(app, 'clash', {
  base: new DebianBase(app, 'other', { suite: 'trixie', snapshot: '${snapshot}', accounts: { redis: 300, messagebus: 300 } })
    .minbase({ packages: ['redis-server', 'dbus'] }),
  platforms: ['linux/${OWN}'],
});
app.synth();
`,
  });
  const env = {
    ...mirror.env,
    BUILDKIT_HOST: engine.address,
    XDG_CACHE_HOME: join(folder, 'cache'),
  };
  const synth = (...args: string[]) => installed.synth(project, args, { env });
  const archiveOf = (image: string) => join(folder, `${image}.tar`);
  const build = (image: string) => synth('build', image, '-o', `type=tar,dest=${archiveOf(image)}`);
  const textOf = (image: string, architecture: string, path: string) =>
    execFileSync('tar', ['-xOf', archiveOf(image), `linux_${architecture}/${path}`], {
      encoding: 'utf8',
    });

  beforeAll(async () => {
    const locked = await synth('lock');
    expect({ code: locked.code, stderr: locked.code === 0 ? '' : locked.stderr }).toEqual({
      code: 0,
      stderr: '',
    });
    for (const image of ['services', 'tls', 'redis']) {
      const { code, stderr } = await build(image);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    }
  });

  const reference = mmdebstrap();
  const isThere = typeof reference !== 'string';
  if (!isThere)
    process.stderr.write(`skipped: configured trees against mmdebstrap: ${reference}\n`);
  (isThere ? test : test.skip)('are what mmdebstrap makes in place, but for listed rules', () => {
    const file = join(folder, 'mmdebstrap.tar');
    runMmdebstrap(file, {
      program: isThere ? reference.program : '',
      mirror,
      folder,
      epoch: snapshotEpoch(snapshot),
      options: ['--mode=root', `--include=${PACKAGES.join(',')}`],
    });
    const read = (path: string) =>
      execFileSync('tar', ['-xOf', file, `./${path}`], { encoding: 'utf8' });
    const ours = named(tarTree(archiveOf('services'), `linux_${OWN}`), (path) =>
      textOf('services', OWN, path),
    );
    expect(treeDifferences(ours, named(tarTree(file), read), CONFIGURED_RULES)).toEqual([]);
    for (const path of ACCOUNT_FILES) {
      expect(withoutNumbers(textOf('services', OWN, path))).toEqual(withoutNumbers(read(path)));
    }
  });

  test('are the same to the byte when the scripts run again', async () => {
    const again = join(folder, 'again.tar');
    const { code } = await synth('build', 'services', '--no-cache', '-o', `type=tar,dest=${again}`);

    expect(code).toBe(0);
    const [first, second] = [archiveOf('services'), again].map((file) => tarTree(file));
    const differ = [...(first ?? [])].filter(
      ([path, entry]) => describeEntry(entry) !== describeEntry(second?.get(path)),
    );
    expect(differ.map(([path]) => path)).toEqual([]);
    expect(second?.size).toBe(first?.size);
  });

  test('are the same for an architecture that ran nothing, but for machine code and its name', () => {
    const [amd64, arm64] = ARCHITECTURES.map((one) =>
      tarTree(archiveOf('services'), `linux_${one}`),
    );
    const scriptsMade = [...(amd64 ?? [])].filter(([path]) => MADE.some((one) => one.test(path)));
    expect(scriptsMade.length).toBeGreaterThan(300);
    const differ = scriptsMade.filter(([path, entry]) => {
      const other = arm64?.get(path);
      return describeEntry(entry) !== describeEntry(other);
    });
    expect(differ.map(([path]) => path)).toEqual([]);
    const foreign = [...(arm64 ?? [])].filter(
      ([path, { content, type }]) =>
        /x86_64|x86-64/.test(path) || (type === 'symbolic link' && /x86_64|x86-64/.test(content)),
    );
    expect(foreign.map(([path]) => path)).toEqual([]);
  });

  test('give accounts the numbers of their names, whatever else is installed', () => {
    const ids = (image: string, architecture: string) =>
      Object.fromEntries(
        textOf(image, architecture, 'etc/passwd')
          .split('\n')
          .map((line) => line.split(':'))
          .filter(([name = '']) => ['redis', 'messagebus', 'sshd'].includes(name))
          .map(([name = '', , id]) => [name, id]),
      );

    expect(ids('services', 'arm64')).toEqual(ids('services', 'amd64'));
    expect(ids('services', 'amd64')).toMatchObject({ redis: '580', messagebus: '300' });
    expect(ids('redis', 'amd64')).toEqual({ redis: '580' });
  });

  test('hold no key, no password and no identifier of a machine', () => {
    for (const architecture of ARCHITECTURES) {
      const tree = tarTree(archiveOf('services'), `linux_${architecture}`);
      const paths = [...tree.keys()];
      expect(paths.filter((path) => /ssh_host_|snakeoil|dbus\/machine-id/.test(path))).toEqual([]);
      expect(textOf('services', architecture, 'etc/machine-id')).toBe('');
      expect(paths).toContain('etc/ssh/sshd_config');
    }
  });

  test.each(ARCHITECTURES)('give a runtime its certificates, alternatives and zone: %s', (one) => {
    const tree = tarTree(archiveOf('tls'), `linux_${one}`);
    const bundle = textOf('tls', one, 'etc/ssl/certs/ca-certificates.crt');

    expect(bundle.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(100);
    expect(
      [...tree.keys()].filter((path) => /^etc\/ssl\/certs\/[0-9a-f]{8}\.0$/.test(path)).length,
    ).toBeGreaterThan(100);
    expect(tree.get('etc/localtime')).toMatchObject({ type: 'symbolic link' });
    expect([...tree.keys()].filter((path) => /^var\/lib\/dpkg\/info\/.*inst$/.test(path))).toEqual(
      [],
    );
  });

  test.each(ARCHITECTURES)('give a runtime its accounts and their files: %s', (one) => {
    const tree = tarTree(archiveOf('redis'), `linux_${one}`);

    expect(textOf('redis', one, 'etc/passwd')).toMatch(/^redis:x:580:580:/m);
    expect(textOf('redis', one, 'etc/group')).toMatch(/^redis:x:580:$/m);
    expect(tree.get('etc/redis/redis.conf')).toMatchObject({ mode: '0640', owner: '580:580' });
    expect(tree.get('var/lib/redis')).toMatchObject({ owner: '580:580' });
    expect(tree.get('var/log/redis')).toMatchObject({ mode: '2750', owner: '580:4' });
    // Its unit has it made.
    expect(tree.get('run/redis')).toMatchObject({ mode: '2755', owner: '580:580' });
    expect(textOf('redis', one, 'etc/passwd')).toMatch(/^www-data:x:33:33:/m);
  });

  test.each([
    ['suid', '/boot/bin/t has a set-user-ID or set-group-ID bit, 4755 (waiver: setUserId)'],
    ['missing', '/boot/bin/missing is to be started and is not there'],
  ])('fail where a runtime departs from its contract: %s', async (image, problem) => {
    const { code, stderr } = await build(image);

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error E_RUNTIME_CONTRACT {2}step "\w+ linux\/\w+: contract and accounts"/m,
    );
    expect(stderr).toContain(`    ${problem}\n`);
    expect(stderr).toContain(`└─ ${image} (RuntimeImage)`);
  });

  test('fail where two accounts have one number', async () => {
    const { code, stderr } = await build('clash');

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /the accounts \w+ and \w+ have the same number, 300: give one of them another/,
    );
  });
});

/** What scripts make that is the same everywhere. */
const MADE = [
  /^etc\/(alternatives|ssl|rc.\.d|pam\.d|ssh|redis|sudoers)/,
  /^etc\/(passwd|group|shadow|gshadow|shells|profile|nsswitch\.conf)$/,
  /^var\/lib\/(systemd|dbus|redis|ucf|pam)(\/|$)/,
];
