import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { readZip } from '../../lib/archive/zip';
import { BuildError } from '../../lib/errors';
import { temporaryFolder } from '../support/temporary-folder';
import { zipFile } from '../support/zip-file';

const folder = temporaryFolder('zip');
let count = 0;

async function filesOf(content: Buffer, maxBytes = 1000): Promise<Record<string, string>> {
  count += 1;
  const path = join(folder, `${count}.zip`);
  writeFileSync(path, content);
  const found: Record<string, string> = {};
  const archive = { path, name: 'x.zip', code: 'E_GO_ZIP', maxBytes } as const;
  await readZip(archive, async (name, stream) => {
    found[name] = await text(stream);
  });
  return found;
}

const entry = (path: string, content = 'x') => ({ path, content, mode: 0o644 });

/** An archive whose one file is packed, and says that it has other bytes than it has. */
function packed(content: Buffer, says: number): Buffer {
  const zip = zipFile([entry('a', '')]);
  const body = deflateRawSync(content);
  const directory = zip.indexOf('PK\x01\x02');
  const grown = Buffer.concat([zip.subarray(0, directory), body, zip.subarray(directory)]);
  for (const at of [8, directory + body.length + 10]) {
    grown.writeUInt16LE(8, at); // deflated
    grown.writeUInt32LE(body.length, at + 10);
    grown.writeUInt32LE(says, at + 14);
  }
  grown.writeUInt32LE(directory + body.length, grown.length - 6);
  return grown;
}

describe('a zip archive', () => {
  test('is read file by file', async () => {
    expect(await filesOf(zipFile([entry('a', 'one'), entry('b/c', 'two')]))).toEqual({
      a: 'one',
      'b/c': 'two',
    });
    expect(await filesOf(packed(Buffer.from('hello'), 5))).toEqual({ a: 'hello' });
  });

  test.each([
    ['leads out of its folder', [entry('../x')]],
    ['leads out of its folder on the way', [entry('a/../../x')]],
    ['is absolute', [entry('/etc/passwd')]],
    ['is one of Windows', [entry('a\\b')]],
    ['is of a drive', [entry('C:/x')]],
    ['stands there twice', [entry('a'), entry('b'), entry('a')]],
  ])('is refused where a name %s', async (_what, entries) => {
    await expect(filesOf(zipFile(entries))).rejects.toMatchObject({ code: 'E_GO_ZIP' });
  });

  test('is refused where it unpacks to more than it may, or than it says', async () => {
    const bomb = Buffer.alloc(1_000_000);

    await expect(filesOf(packed(bomb, bomb.length))).rejects.toMatchObject({ code: 'E_GO_ZIP' });
    await expect(filesOf(packed(bomb, 10))).rejects.toMatchObject({ code: 'E_GO_ZIP' });
    await expect(
      filesOf(zipFile([entry('a', 'x'.repeat(600)), entry('b', 'x'.repeat(600))])),
    ).rejects.toMatchObject({ code: 'E_GO_ZIP' });
  });

  test('that is damaged anywhere is read or refused', async () => {
    const whole = zipFile([entry('a', 'one'), entry('b/c', 'two')]);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.nat(255),
        fc.nat(whole.length),
        async (at, byte, end) => {
          const damaged = Buffer.from(whole.subarray(0, end));
          if (at < end) damaged[at] = byte;
          try {
            await filesOf(damaged);
          } catch (error) {
            expect(BuildError.is(error) && error.code).toBe('E_GO_ZIP');
          }
        },
      ),
    );
  });
});
