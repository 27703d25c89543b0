import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileCache, hashOf } from '../../lib/fetch/file-cache';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('cache');
const content = Buffer.from('content');
const hash = hashOf(content);
const path = join(folder, 'sha256', hash.slice(0, 2), hash);

describe('FileCache', () => {
  const cache = new FileCache(folder);
  beforeEach(() => rmSync(join(folder, 'sha256'), { recursive: true, force: true }));

  it('keeps a file by its hash', async () => {
    expect(await cache.get(hash)).toBeUndefined();
    await cache.put(content);
    expect(await cache.get(hash)).toEqual(content);
    expect(readFileSync(path)).toEqual(content);
    expect(readdirSync(join(folder, 'sha256', hash.slice(0, 2)))).toEqual([hash]);
  });

  it('fetches a file once', async () => {
    let count = 0;
    const fetch = async () => {
      count += 1;
      return content;
    };
    expect(await cache.getOrFetch(hash, fetch)).toEqual(content);
    expect(await cache.getOrFetch(hash, fetch)).toEqual(content);
    expect(count).toBe(1);
  });

  it('fetches a damaged file again', async () => {
    await cache.put(content);
    truncateSync(path, 3);
    expect(await cache.get(hash)).toBeUndefined();
    await cache.getOrFetch(hash, async () => content);
    expect(readFileSync(path)).toEqual(content);
  });

  it('lets many write the same file at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => cache.put(content)));
    expect(readdirSync(join(folder, 'sha256', hash.slice(0, 2)))).toEqual([hash]);
  });

  it('fails where the folder cannot be written, naming the way out', async () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'sha256'), { recursive: true });
    await expect(new FileCache(join(folder, 'file')).put(content)).rejects.toMatchObject({
      code: 'E_CACHE_FOLDER',
      details: { fix: expect.stringContaining('XDG_CACHE_HOME') },
    });
  });
});
