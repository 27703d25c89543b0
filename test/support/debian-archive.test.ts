import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ArchiveServer, serveDebianArchives } from './archive-server';
import { type ArchiveSpec, type DebianArchive, makeDebianArchive } from './debian-archive';
import { buildPackage, type PackageSpec } from './debian-package';
import { makeSigningKey } from './signing-key';
import { temporaryFolder } from './temporary-folder';

const folder = temporaryFolder('archive');
const STAMP = '20260101T000000Z';

const PACKAGES: PackageSpec[] = ['amd64', 'arm64'].map((architecture) => ({
  name: 'hello',
  version: '1:2.0-1',
  architecture,
  fields: { Depends: 'hello-data (= 1:2.0-1)' },
  files: { 'usr/bin/hello': { content: `#!/bin/sh\necho ${architecture}\n`, mode: 0o755 } },
}));
PACKAGES.push({
  name: 'hello-data',
  version: '1:2.0-1',
  architecture: 'all',
  files: { 'usr/share/hello/text': 'hi\n', 'usr/share/hello/link': { link: 'text' } },
  control: { postinst: '#!/bin/sh\ntrue\n' },
});

/** What apt itself, with a state of its own, makes of an archive. */
async function aptUpdate(archive: DebianArchive, url: string) {
  const state = join(folder, `apt-${Math.random().toString(36).slice(2)}`);
  for (const part of ['lists/partial', 'cache/archives/partial', 'etc']) {
    mkdirSync(join(state, part), { recursive: true });
  }
  writeFileSync(join(state, 'status'), '');
  writeFileSync(join(state, 'key.asc'), archive.keyring);
  writeFileSync(
    join(state, 'sources.list'),
    `deb [signed-by=${join(state, 'key.asc')}] ${url} ${archive.suite} main\n`,
  );
  writeFileSync(
    join(state, 'apt.conf'),
    [
      `Dir "${state}";`,
      `Dir::State "${state}";`,
      `Dir::State::status "${state}/status";`,
      `Dir::State::lists "${state}/lists";`,
      `Dir::Cache "${state}/cache";`,
      `Dir::Etc "${state}/etc";`,
      `Dir::Etc::sourcelist "${state}/sources.list";`,
      `Dir::Etc::trustedparts "${state}/etc";`,
      'Dir::Bin::methods "/usr/lib/apt/methods";',
      'APT::Architecture "amd64";',
      'APT::Sandbox::User "root";',
      'Acquire::http::Proxy "false";',
      'Acquire::Retries "0";',
    ].join('\n'),
  );
  const options = {
    cwd: state,
    env: { ...process.env, APT_CONFIG: join(state, 'apt.conf'), LC_ALL: 'C' },
  };
  await promisify(execFile)('apt-get', ['update', '--error-on=any'], options);
  await promisify(execFile)('apt-get', ['download', 'hello', 'hello-data'], options);
  return state;
}

const withApt = spawnSync('apt-get', ['--version']).status === 0 ? test : test.skip;
const withGpgv = spawnSync('gpgv', ['--version']).status === 0 ? test : test.skip;

describe('test archive', () => {
  const servers: ArchiveServer[] = [];
  let made = 0;
  const serve = async (spec: Partial<ArchiveSpec> = {}) => {
    made += 1;
    const archive = await makeDebianArchive(join(folder, String(made)), {
      packages: PACKAGES,
      ...spec,
    });
    const server = await serveDebianArchives({ debian: { [STAMP]: archive } });
    servers.push(server);
    return { archive, server };
  };
  afterAll(() => Promise.all(servers.map((server) => server.close())));

  withApt.each(['rsa', 'ed25519'] as const)('apt accepts it, signed with %s', async (type) => {
    const { archive, server } = await serve({ keys: [await makeSigningKey({ type })] });
    const state = await aptUpdate(archive, server.snapshot(STAMP));
    const deb = join(state, 'hello_1%3a2.0-1_amd64.deb');
    expect(readFileSync(deb)).toEqual(readFileSync(archive.package('hello', 'amd64').file));
    expect(server.count(/\.deb$/)).toBe(2);
  });

  withApt.each(['other-key', 'altered', 'missing'] as const)(
    'apt rejects it with the flaw %s',
    async (signature) => {
      const { archive, server } = await serve({ signature });
      await expect(aptUpdate(archive, server.mirror())).rejects.toThrow(/apt-get update/);
    },
  );

  withApt('apt rejects an index that is not the signed one', async () => {
    const { archive, server } = await serve({ tamperIndex: (text) => `${text}\nPackage: evil\n` });
    await expect(aptUpdate(archive, server.mirror())).rejects.toThrow(
      /Hash Sum mismatch|unexpected size/,
    );
  });

  withGpgv('gpgv accepts Release.gpg with the signatures of two keys', async () => {
    const keys = [await makeSigningKey({ type: 'rsa' }), await makeSigningKey()];
    const { archive } = await serve({ keys, signature: 'detached-only' });
    const ring = join(folder, 'ring.gpg');
    const armoured = keys.map((key) => key.publicKey.replace(/^[\s\S]*?\n\r?\n|\n=[\s\S]*$/g, ''));
    writeFileSync(ring, Buffer.concat(armoured.map((text) => Buffer.from(text, 'base64'))));
    const dists = join(archive.directory, 'dists/trixie');
    const { status, stderr } = spawnSync(
      'gpgv',
      ['--keyring', ring, join(dists, 'Release.gpg'), join(dists, 'Release')],
      { encoding: 'utf8' },
    );
    expect(stderr.match(/Good signature/g)).toHaveLength(2);
    expect(status).toBe(0);
  });

  test('packages are real, and equal specs give equal bytes', () => {
    const [spec] = PACKAGES;
    if (spec === undefined) throw new Error('no package');
    const one = buildPackage(join(folder, 'one'), spec);
    const two = buildPackage(join(folder, 'two'), spec);
    expect(two.sha256).toBe(one.sha256);
    expect(one.path).toBe('pool/main/h/hello/hello_2.0-1_amd64.deb');
    const listing = execFileSync('dpkg-deb', ['--contents', one.file], { encoding: 'utf8' });
    expect(listing).toMatch(/^-rwxr-xr-x root\/root .* \.\/usr\/bin\/hello$/m);
    expect(execFileSync('dpkg-deb', ['--field', one.file, 'Depends'], { encoding: 'utf8' })).toBe(
      'hello-data (= 1:2.0-1)\n',
    );
  });

  test('serves mirror and snapshot alike, and each fault as it is named', async () => {
    const { archive, server } = await serve();
    const { path, size, sha256 } = archive.package('hello', 'arm64');
    const get = async () => {
      const answer = await fetch(`${server.mirror()}/${path}`);
      return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
    };
    const good = await get();
    expect(good.body).toEqual(readFileSync(join(archive.directory, path)));
    expect((await fetch(`${server.snapshot(STAMP)}/${path}`)).headers.get('etag')).toBe(
      `"${sha256}"`,
    );
    expect((await fetch(`${server.snapshot('20250101T000000Z')}/${path}`)).status).toBe(404);
    expect((await fetch(`${server.url}/debian/..%2f..%2f..%2fetc/passwd`)).status).toBe(404);

    server.setFault('.deb', { status: 503 }, 1);
    expect((await get()).status).toBe(503);
    expect((await get()).status).toBe(200);
    server.setFault('.deb', { truncateAt: 100 });
    expect((await get()).body).toHaveLength(100);
    server.setFault('.deb', { alter: true });
    expect((await get()).body).toHaveLength(size);
    expect((await get()).body.equals(good.body)).toBe(false);
    server.setFault('.deb', { html: true });
    expect((await get()).body.toString()).toContain('<html>');
    server.setFault('.deb', { resetAt: 10 });
    await expect(get()).rejects.toThrow();
    server.setFault('.deb', undefined);
    expect(await get()).toEqual(good);
  });
});
