import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Assembly } from '../../assembly/assembly-reader';
import { formatError } from '../../assembly/format-error';
import { localFolder } from '../../assembly/local-folder';
import type { ArchiveFile, DebMemberInput } from '../../assembly/manifest';
import type { Environment } from '../../environment';
import type { BuildError } from '../../errors';
import { eachAtMost } from '../../fetch/concurrency';
import { KeptFile, sha256 } from '../files/kept-file';
import { KeptFiles } from '../files/kept-files';
import type { VendorFolder } from '../vendor/vendor-folder';
import { unchangedFolder } from './unchanged-folder';

/** What {@link prepareLocals} works with. */
export interface LocalsContext {
  readonly environment: Environment;
  /** False: fail where something would have to be fetched. */
  readonly mayFetch: boolean;
  /** Where .debs are, checked before. @default - in the cache, and on servers */
  readonly vendorFolder?: VendorFolder | undefined;
  readonly onMessage?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes the folders that a build sends, and returns them by the name in `local://<name>`: folders of
 * the app as they are, files out of .debs unpacked into the cache folder, and fetched files there.
 *
 * @param names of the local sources that are used
 * @throws BuildError `E_ASSEMBLY_FORMAT`, `E_LOCAL_FOLDER`, `E_LOCAL_CHANGED`, and those of fetching and opening a .deb
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
      locals[name] = unchangedFolder(localFolder(folder, name, input), input);
      continue;
    }
    const fileOf = (url: string): ArchiveFile => {
      const file = manifest.archiveFiles[url];
      if (file === undefined) throw incomplete(`file "${url}"`);
      return file;
    };
    locals[name] =
      input.type === 'deb-member'
        ? await unpackMember(input, fileOf(input.url), context)
        : await keepFiles(new Map(input.urls.map((url) => [url, fileOf(url)])), context);
  }
  return locals;
}

/** Downloads at a time. */
const DOWNLOADS = 8;

/** The folder that holds the files, each by its hash. */
async function keepFiles(
  files: ReadonlyMap<string, ArchiveFile>,
  context: LocalsContext,
): Promise<string> {
  const hashes = [...files.values()].map((file) => file.sha256).sort();
  const key = sha256(hashes.join());
  const kept = new KeptFiles(join(context.environment.cacheFolder, 'archive-files', key), hashes);
  if (kept.areWhole()) return kept.contentFolder;

  if (!context.mayFetch) throw new Error(`${files.size} files are not in the cache`);
  const [{ keptArchive }, { fetchContext }] = await Promise.all([
    import('../../fetch/kept-archive'),
    import('../../fetch/fetch-context'),
  ]);
  const fetching = fetchContext(context);
  const paths = new Map<string, string>();
  await eachAtMost(DOWNLOADS, [...files], async ([url, file]) => {
    paths.set(file.sha256, await keptArchive(url, file, fetching));
  });
  kept.write(paths);
  return kept.contentFolder;
}

/**
 * The folder that holds the one file. It stays in the cache: what is sent from the same place again
 * need not be sent whole.
 */
async function unpackMember(
  { url, member, file: name }: DebMemberInput,
  file: ArchiveFile,
  context: LocalsContext,
): Promise<string> {
  const key = sha256(JSON.stringify([file.sha256, member, name]));
  const kept = new KeptFile(join(context.environment.cacheFolder, 'deb-members', key), name);
  if (kept.isWhole()) return kept.contentFolder;

  const { vendorFolder } = context;
  if (!context.mayFetch) throw new Error(`"${name}" of ${url} is not in the cache`);
  // Only now: a build that finds the file in the cache does not wait for the code that fetches.
  const [{ fetchArchiveFile }, { openDeb }] = await Promise.all([
    import('../../fetch/archive-file'),
    import('../../archive/deb'),
  ]);
  const bytes =
    vendorFolder === undefined
      ? await fetchArchiveFile(url, file, context)
      : await readFile(vendorFolder.placeOf(file.sha256));
  const deb = await openDeb(bytes, file.path);
  const { content, mode } = deb.file(member);
  kept.write(content, mode & 0o777);
  return kept.contentFolder;
}

function incomplete(what: string): BuildError {
  return formatError(`manifest.json does not say where ${what} comes from`);
}
