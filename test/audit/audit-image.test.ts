import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type AuditInput, auditImage, type Rule, requireHardening } from '../../lib/audit';
import { auditedLayout, type MakeLayer } from '../support/audited-layout';
import { dynamicProgram } from '../support/dynamic-program';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('audit');

const CONFIG = {
  User: '65532:65532',
  Entrypoint: ['/boot/bin/app'],
  Env: ['PATH=/boot/bin', 'LD_LIBRARY_PATH=/opt/lib'],
  Healthcheck: { Test: ['CMD', '/boot/bin/app', '--health'] },
};

const put = (root: string, path: string, content: string | Buffer = '', mode = 0o644) => {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, mode);
};

async function auditOf(
  layers: readonly MakeLayer[],
  more: Partial<AuditInput & { config: object }> = {},
) {
  const { config = CONFIG, ...input } = more;
  const { digest, layout } = auditedLayout(folder, layers, config);
  const [audit, ...others] = await auditImage({
    image: 'app',
    waivers: {},
    rules: [],
    layout,
    digest,
    ...input,
  });
  expect(others).toEqual([]);
  if (audit === undefined) throw new Error('no audit');
  return audit;
}

const told = async (...args: Parameters<typeof auditOf>) =>
  (await auditOf(...args)).findings.map(({ rule, says, subject, waiver }) => [
    rule,
    subject,
    says,
    ...(waiver === undefined ? [] : [waiver]),
  ]);

describe('an audit of an image', () => {
  test('finds nothing in one that keeps the contract', async () => {
    expect(await told([(root) => put(root, 'boot/bin/app', dynamicProgram({}), 0o755)])).toEqual(
      [],
    );
  });

  test('finds steps with a network, and with waivers of their own', async () => {
    const steps = [
      { step: 'tool amd64: curl', rule: 'network', waiver: undefined },
      { step: 'tool amd64: make', rule: 'pie', waiver: 'it is old' },
    ];
    const of = { steps: new Map([['linux/amd64', steps]]) };

    expect(await told([], of)).toEqual([
      ['network', 'tool amd64: curl', 'has a network'],
      ['pie', 'tool amd64: make', 'compiles without pie', 'it is old'],
    ]);
    expect((await auditOf([], of)).steps).toEqual(steps);
    expect(await told([], { ...of, waivers: undefined })).toEqual([]);
    expect(await told([], { steps: new Map([['linux/arm64', steps]]) })).toEqual([]);
  });

  test.each<[string, MakeLayer, string, string]>([
    [
      'shell',
      (root) => put(root, 'usr/bin/dash', 'x', 0o755),
      '/usr/bin/dash',
      'is a shell or a package manager',
    ],
    [
      'setUserId',
      (root) => put(root, 'usr/bin/su', 'x', 0o4755),
      '/usr/bin/su',
      'has a set-user-ID or set-group-ID bit, 4755',
    ],
    [
      'setUserId',
      (root) => put(root, 'usr/bin/wall', 'x', 0o2755),
      '/usr/bin/wall',
      'has a set-user-ID or set-group-ID bit, 2755',
    ],
    [
      'worldWritable',
      (root) => put(root, 'etc/app', 'x', 0o666),
      '/etc/app',
      'is writable by everybody, 0666',
    ],
    [
      'worldWritable',
      (root) => {
        mkdirSync(join(root, 'data'));
        chmodSync(join(root, 'data'), 0o777);
      },
      '/data',
      'is writable by everybody, 0777',
    ],
    [
      'programs',
      (root) => put(root, 'boot/bin/app', dynamicProgram({ needed: ['libz.so.1'] }), 0o755),
      '/boot/bin/app',
      'needs libz.so.1, which is not there',
    ],
    [
      'programs',
      (root) => put(root, 'boot/bin/app', dynamicProgram({ interpreter: '/lib64/ld.so' }), 0o755),
      '/boot/bin/app',
      'needs /lib64/ld.so, which is not there',
    ],
  ])(
    'finds what is against the contract, with the waiver if there is one: %s',
    async (rule, layer, subject, says) => {
      const found = [rule, subject, says];

      expect((await told([layer])).filter(([one]) => one === rule)).toEqual([found]);
      expect(
        (await told([layer], { waivers: { [rule]: 'because' } })).filter(([one]) => one === rule),
      ).toEqual([[...found, 'because']]);
      expect(await told([layer], { waivers: undefined })).toEqual([]);
    },
  );

  test('reads the config', async () => {
    const config = { Volumes: { '/data': {} } };

    expect(await told([() => undefined], { config })).toEqual([
      ['root', 'the process', 'runs as root'],
      ['healthcheck', 'the image', 'has no healthcheck'],
      ['writable', '/data', 'is written by the process'],
    ]);
    for (const User of ['0', '0:0', 'root', 'root:staff', '00']) {
      expect(await told([() => undefined], { config: { ...CONFIG, User } })).toHaveLength(1);
    }
  });

  test('sees devices and capabilities, where they can be made', async () => {
    if (process.getuid?.() !== 0) return process.stderr.write('skipped: devices: not root\n');
    const layer: MakeLayer = (root) => execFileSync('mknod', [join(root, 'null'), 'c', '1', '3']);

    expect(await told([layer])).toEqual([['devices', '/null', 'is a device']]);
    return undefined;
  });

  test('looks at the files that are left: layers replace, take away, and empty folders', async () => {
    const { files, layers, programs } = await auditOf([
      (root) => {
        put(root, 'bin/sh', 'x', 0o755);
        put(root, 'tools/bin/bash', 'x', 0o755);
        put(root, 'opt/old/bin/zsh', 'x', 0o755);
        put(root, 'etc/app', 'x', 0o666);
        put(root, 'usr/bin/app', dynamicProgram({}), 0o755);
      },
      (root) => {
        put(root, 'bin/.wh.sh');
        put(root, 'tools/.wh.bin');
        put(root, 'opt/old/.wh..wh..opq');
        put(root, 'opt/old/new', 'x');
        put(root, 'etc/app', 'longer', 0o600);
        linkSync(join(root, 'etc/app'), join(root, 'etc/same'));
      },
    ]);

    expect(
      await told([(root) => put(root, 'bin/sh', 'x', 0o755), (root) => put(root, 'bin/.wh.sh')]),
    ).toEqual([]);
    expect(programs.map(({ path }) => path)).toEqual(['/usr/bin/app']);
    // bin, tools, opt, opt/old, opt/old/new, etc, etc/app, etc/same, usr, usr/bin, usr/bin/app
    expect(files).toBe(11);
    expect(layers.map(({ says }) => says)).toEqual(['layer 0', 'layer 1']);
    expect(layers[1]?.size).toBe('x'.length + 'longer'.length);
  });

  test('finds libraries where a loader does, and only there', async () => {
    const library = dynamicProgram({});
    const needs = (extra: object = {}) =>
      dynamicProgram({ interpreter: '/ld', needed: ['libone.so'], ...extra });
    const missing = async (place: string, program: Buffer, target = library) => {
      const { programs } = await auditOf([
        (root) => {
          put(root, 'ld', dynamicProgram({}), 0o755);
          put(root, 'boot/bin/app', program, 0o755);
          put(root, place, target);
          symlinkSync('usr/lib', join(root, 'lib'));
        },
      ]);
      return programs.find(({ path }) => path === '/boot/bin/app')?.missing;
    };

    expect(await missing('usr/lib/libone.so', needs())).toEqual([]);
    expect(await missing('usr/lib/x86_64-linux-gnu/libone.so', needs())).toEqual([]);
    expect(await missing('opt/lib/libone.so', needs())).toEqual([]);
    expect(await missing('boot/lib/libone.so', needs())).toEqual(['libone.so']);
    expect(await missing('boot/lib/libone.so', needs({ runpath: '$ORIGIN/../lib' }))).toEqual([]);
    expect(await missing('usr/lib/libone.so', needs(), dynamicProgram({ machine: 183 }))).toEqual([
      'libone.so',
    ]);
    expect(await missing('usr/lib/libone.so', needs(), Buffer.from('no library'))).toEqual([
      'libone.so',
    ]);
  });

  test('tells packages with their files and licences, and accounts', async () => {
    const { accounts, packages, programs } = await auditOf([
      (root) => {
        put(
          root,
          'etc/passwd',
          'root:x:0:0:root:/root:/bin/sh\napp:x:100:101::/data:/usr/sbin/nologin\n',
        );
        put(root, 'usr/bin/one', dynamicProgram({ needed: ['libnone.so'] }), 0o755);
        symlinkSync('usr/bin', join(root, 'bin'));
        put(
          root,
          'var/lib/dpkg/status',
          [
            'Package: one\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:2-3\n',
            'Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n',
            'Package: two\nStatus: hold ok installed\nArchitecture: amd64\nVersion: 4\n',
          ].join('\n'),
        );
        put(root, 'var/lib/dpkg/info/one.list', '/.\n/bin\n/bin/one\n/usr/share/none\n');
        put(root, 'var/lib/dpkg/info/two:amd64.list', '/.\n/etc/two\n');
        put(root, 'etc/two', '12345');
        put(
          root,
          'usr/share/doc/one/copyright',
          'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: Expat\n\nFiles: b\nLicense: Apache-2.0\n\nLicense: Expat\n text\n',
        );
        put(root, 'usr/share/doc/two/copyright', 'License: of no format\n');
      },
    ]);

    expect(accounts).toEqual([
      { name: 'root', uid: 0, gid: 0, home: '/root', shell: '/bin/sh' },
      { name: 'app', uid: 100, gid: 101, home: '/data', shell: '/usr/sbin/nologin' },
    ]);
    expect(packages).toEqual([
      {
        name: 'one',
        version: '1:2-3',
        size: dynamicProgram({ needed: ['libnone.so'] }).length,
        licences: ['Apache-2.0', 'Expat'],
      },
      { name: 'two', version: '4', size: 5, licences: [] },
    ]);
    // A plug-in of a package may need what its package merely recommends.
    expect(programs).toMatchObject([
      { path: '/usr/bin/one', isPackaged: true, missing: ['libnone.so'] },
    ]);
  });

  test('requires hardenings of what no package brought, and takes rules of others', async () => {
    const own: Rule = ({ layers }) =>
      layers.length > 1 ? [] : [{ rule: 'layers', subject: 'the image', says: 'has one layer' }];
    const layer: MakeLayer = (root) =>
      put(root, 'boot/bin/app', dynamicProgram({ runpath: '/x' }), 0o755);

    expect(
      await told([layer], {
        waivers: undefined,
        rules: [requireHardening(['nx', 'relro', 'no-runpath']), own],
      }),
    ).toEqual([
      ['nx', '/boot/bin/app', 'has an executable stack'],
      ['relro', '/boot/bin/app', 'has writable relocations (no RELRO)'],
      ['no-runpath', '/boot/bin/app', 'looks for libraries in /x'],
      ['layers', 'the image', 'has one layer'],
    ]);
  });

  test('refuses layers that it cannot read', async () => {
    const { digest, layout } = auditedLayout(folder, [(root) => put(root, 'a')]);
    const input = { image: 'app', waivers: {}, rules: [], layout, digest };
    execFileSync('sh', [
      '-c',
      `cd ${layout}/blobs/sha256 && for f in *; do sed -i 's/tar+gzip/tar+zstd/' $f; done`,
    ]);

    await expect(auditImage(input)).rejects.toThrow(
      'layer of the type application/vnd.oci.image.layer.v1.tar+zstd',
    );
  });
});
