import { BuiltImage } from '../../../../constructs/testing/build/built-image';
import type { FileEntry, ResultFiles } from '../../../../lib/client';
import { BuildError } from '../../../../lib/errors';

const ENTRY: FileEntry = {
  name: 'note',
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 5,
  modTime: new Date(0),
};

/** Files that answer from a table; what is not in it ends in what the daemon says. */
function filesOf(
  table: Readonly<Record<string, Uint8Array>>,
  got: string,
): Pick<ResultFiles, 'readFile' | 'stat' | 'readdir'> {
  const content = async (path: string) => {
    const bytes = table[path];
    if (bytes === undefined) throw new BuildError('E_RESULT_FILE', `no ${path}`, { got });
    return bytes;
  };
  return {
    readFile: (path) => content(path),
    stat: (path) => content(path).then(({ length }) => ({ ...ENTRY, size: length })),
    readdir: async () => Object.keys(table).map((name) => ({ ...ENTRY, name })),
  };
}

function built(got = 'lstat /x: no such file or directory') {
  const close = jest.fn(async () => {});
  const files = filesOf({ '/note': new TextEncoder().encode('grüße') }, got);
  return { close, image: new BuiltImage(files as ResultFiles, close) };
}

describe('a built image', () => {
  test('gives the bytes of a file, and its text as UTF-8', async () => {
    const { image } = built();

    expect(Buffer.isBuffer(await image.readFile('/note'))).toBe(true);
    expect((await image.readFile('/note')).toString('hex')).toBe('6772c3bcc39f65');
    expect(await image.readText('/note')).toBe('grüße');
  });

  test('says what a file is, and what is in a folder', async () => {
    const { image } = built();

    expect((await image.stat('/note')).size).toBe(7);
    expect((await image.readdir('/')).map(({ name }) => name)).toEqual(['/note']);
  });

  test.each(['readFile', 'readText', 'stat'] as const)(
    'fails %s of what is not there as the daemon does',
    async (method) => {
      await expect(built().image[method]('/x')).rejects.toMatchObject({
        code: 'E_RESULT_FILE',
        message: 'no /x',
      });
    },
  );

  test.each([
    ['there is no such file', 'lstat /a/x: no such file or directory'],
    ['a file stands in the place of a folder', 'lstat /note/x: not a directory'],
  ])('knows that nothing exists where %s', async (_what, got) => {
    const { image } = built(got);

    expect(await image.exists('/x')).toBe(false);
    expect(await image.exists('/note')).toBe(true);
  });

  test.each(['permission denied', 'connection lost', 'too many levels of symbolic links', ''])(
    'does not take for absent what cannot be asked for: %j',
    async (got) => {
      await expect(built(got).image.exists('/x')).rejects.toMatchObject({ code: 'E_RESULT_FILE' });
    },
  );

  test('is closed by itself at the end of a block, or by hand', async () => {
    const { close, image } = built();

    await image.close();
    await image[Symbol.asyncDispose]();

    expect(close).toHaveBeenCalledTimes(2);
  });
});
