import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDeb } from '../../lib/archive/deb';
import { buildPackage, type PackageSpec } from '../support/debian-package';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('deb');
const LONG = `usr/share/${'long-folder-name/'.repeat(12)}file`;
const BINARY = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256));
const SPEC: PackageSpec = {
  name: 'tool',
  version: '1',
  architecture: 'amd64',
  files: {
    'usr/bin/tool': { content: BINARY, mode: 0o755 },
    'usr/bin/link': { link: 'tool' },
    [LONG]: 'long\n',
    'usr/share/ümlaut': 'ü\n',
  },
};

function build(compression: NonNullable<PackageSpec['compression']>): Buffer {
  return readFileSync(buildPackage(join(folder, compression), { ...SPEC, compression }).file);
}

describe('openDeb', () => {
  it.each(['xz', 'gzip', 'none'] as const)(
    'reads files of a package packed by %s',
    async (form) => {
      const deb = await openDeb(build(form));

      const tool = deb.file('usr/bin/tool');
      expect(Buffer.from(tool.content).equals(BINARY)).toBe(true);
      expect(tool.mode).toBe(0o755);
      expect(Buffer.from(deb.file(LONG).content).toString()).toBe('long\n');
      expect(Buffer.from(deb.file('usr/share/ümlaut').content).toString()).toBe('ü\n');
    },
  );

  it('follows hard links', async () => {
    const tree = join(folder, 'links');
    mkdirSync(join(tree, 'DEBIAN'), { recursive: true, mode: 0o755 });
    mkdirSync(join(tree, 'bin'));
    writeFileSync(
      join(tree, 'DEBIAN/control'),
      'Package: l\nVersion: 1\nArchitecture: all\nMaintainer: a <a@example.org>\nDescription: d\n',
    );
    writeFileSync(join(tree, 'bin/a'), 'same\n');
    linkSync(join(tree, 'bin/a'), join(tree, 'bin/b'));
    execFileSync('dpkg-deb', ['--root-owner-group', '--build', tree, join(folder, 'l.deb')]);

    const deb = await openDeb(readFileSync(join(folder, 'l.deb')));

    for (const name of ['bin/a', 'bin/b']) {
      expect(Buffer.from(deb.file(name).content).toString()).toBe('same\n');
    }
  });

  it.each([
    ['usr/bin/missing', 'no such path'],
    ['usr/bin/link', 'a symbolic-link'],
    ['usr/bin', 'a directory'],
  ])('fails for %s, which is no file', async (path, got) => {
    const deb = await openDeb(build('none'), 'tool_1_amd64.deb');
    expect(() => deb.file(path)).toThrow(
      expect.objectContaining({
        code: 'E_DEB_FORMAT',
        message: `tool_1_amd64.deb: "${path}" cannot be opened`,
        details: expect.objectContaining({ got }),
      }),
    );
  });

  it('rejects packages packed in a way that Debian does not use', async () => {
    await expect(openDeb(build('zstd'))).rejects.toMatchObject({
      code: 'E_DEB_FORMAT',
      details: { got: '"data.tar.zst"' },
    });
  });

  it('rejects what is no package, and one that is cut or damaged anywhere', async () => {
    const deb = build('xz');
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('!<arch>\n'),
      Buffer.from('no'.repeat(100)),
    ]) {
      await expect(openDeb(bytes)).rejects.toMatchObject({ code: 'E_DEB_FORMAT' });
    }
    for (let cut = 0; cut < deb.length; cut += Math.ceil(deb.length / 23)) {
      await expect(openDeb(deb.subarray(0, cut))).rejects.toMatchObject({ code: 'E_DEB_FORMAT' });
    }
    const damaged = Buffer.from(deb);
    damaged.fill(0xff, deb.length - 400, deb.length - 200);
    await expect(openDeb(damaged)).rejects.toMatchObject({ code: 'E_DEB_FORMAT' });
  });
});
