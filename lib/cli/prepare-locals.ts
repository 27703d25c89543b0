import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Assembly } from '../assembly/assembly-reader';
import type { DebianFile, DebMemberInput } from '../assembly/manifest';
import type { Environment } from '../environment';
import { BuildError } from '../errors';

/** What {@link prepareLocals} works with. */
export interface LocalsContext {
  readonly environment: Environment;
  readonly onMessage: (message: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Makes the folders that a build sends, and returns them by the name in `local://<name>`: folders of
 * the app as they are, files out of .debs unpacked into the cache folder.
 *
 * @param names of the local sources that are used
 * @throws BuildError `E_ASSEMBLY_FORMAT`, and those of fetching and opening a .deb
 */
export async function prepareLocals(
  { folder, manifest }: Assembly,
  names: ReadonlySet<string>,
  context: LocalsContext,
): Promise<Record<string, string>> {
  const locals: Record<string, string> = {};
  for (const name of [...names].sort()) {
    const input = manifest.locals[name];
    if (input === undefined) throw incomplete(`local source "${name}"`);
    if (input.type === 'directory') {
      locals[name] = resolve(dirname(folder), input.path);
      continue;
    }
    const file = manifest.debianFiles[input.url];
    if (file === undefined) throw incomplete(`Debian file "${input.url}"`);
    locals[name] = await unpackMember(input, file, context);
  }
  return locals;
}

/**
 * The folder that holds the one file. It stays in the cache: what is sent from the same place again
 * need not be sent whole. Its hash lies beside it, so a damaged cache costs an unpacking.
 */
async function unpackMember(
  { url, member, file: name }: DebMemberInput,
  file: DebianFile,
  context: LocalsContext,
): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify([file.sha256, member, name]))
    .digest('hex');
  const folder = join(context.environment.cacheFolder, 'deb-members', key);
  const content = join(folder, 'content');
  if (await isWhole(folder, name)) return content;

  // Only now: a build that finds the file in the cache does not wait for the code that fetches.
  const { fetchDebianFile, openDeb } = await import('../lock');
  const deb = await openDeb(await fetchDebianFile(url, file, context), file.path);
  const unpacked = deb.file(member);
  const fresh = `${folder}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(join(fresh, 'content'), { recursive: true });
    await writeFile(join(fresh, 'content', name), unpacked.content, {
      mode: unpacked.mode & 0o777,
    });
    await utimes(join(fresh, 'content', name), 0, 0);
    await writeFile(join(fresh, 'sha256'), hash(unpacked.content));
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } catch (cause) {
    // Another process may have been quicker.
    if (await isWhole(folder, name)) return content;
    throw new BuildError('E_CACHE_FOLDER', `cache folder "${dirname(folder)}" cannot be written`, {
      got: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return content;
}

async function isWhole(folder: string, name: string): Promise<boolean> {
  try {
    const expected = await readFile(join(folder, 'sha256'), 'utf8');
    return hash(await readFile(join(folder, 'content', name))) === expected;
  } catch {
    return false;
  }
}

function hash(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function incomplete(what: string): BuildError {
  return new BuildError('E_ASSEMBLY_FORMAT', `the assembly does not say where ${what} comes from`, {
    fix: 'run "synth" again',
  });
}
