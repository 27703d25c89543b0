import { holdBuild } from '../../../../constructs/testing/build/hold-build';
import type { BuildRequest, Connection, ResultFiles } from '../../../../lib/client';

type OnFiles = (files: readonly ResultFiles[]) => Promise<void>;

const REQUEST: BuildRequest = { results: [] };
const FILES = Object({ readFile: async () => new Uint8Array() });

/** A connection whose build does what a test says with what it is told of files. */
function connectionOf(build: (onFiles: OnFiles) => Promise<unknown>): Connection {
  return Object({
    build: (request: BuildRequest, { onFiles }: { onFiles: OnFiles }) => {
      expect(request).toBe(REQUEST);
      return build(onFiles);
    },
  });
}

describe('a held build', () => {
  test('has its files, and goes on only when it is let', async () => {
    const log: string[] = [];
    const held = await holdBuild(
      connectionOf(async (onFiles) => {
        log.push('built');
        await onFiles([FILES]);
        log.push('ended');
      }),
      REQUEST,
    );
    await new Promise(setImmediate);

    expect(held.files).toBe(FILES);
    expect(log).toEqual(['built']);
    await held.end();
    expect(log).toEqual(['built', 'ended']);
  });

  test('that fails before there are files fails with that', async () => {
    const error = new Error('no such program');

    await expect(
      holdBuild(
        connectionOf(() => Promise.reject(error)),
        REQUEST,
      ),
    ).rejects.toBe(error);
  });

  test('that is lost while its files are read tells it where it is ended', async () => {
    const held = await holdBuild(
      connectionOf(async (onFiles) => {
        await onFiles([FILES]);
        throw new Error('connection lost');
      }),
      REQUEST,
    );

    await expect(held.end()).rejects.toThrow('connection lost');
  });

  test('can be ended twice', async () => {
    const held = await holdBuild(
      connectionOf((onFiles) => onFiles([FILES])),
      REQUEST,
    );

    await held.end();
    await expect(held.end()).resolves.toBeUndefined();
  });
});
