import { createHash } from 'node:crypto';
import { readZip } from '../../../archive/zip';
import { BuildError } from '../../../errors';
import { directoryHash, formatModule, MAX_GO_SUM_BYTES, type ModuleVersion } from '../../../go';

/** What a zip archive of a module holds. */
export interface ModuleZip {
  /** As go.sum has it. */
  readonly h1: string;
  /** Of the files that were wanted, those that are there. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Of all files together. @see golang.org/x/mod/zip, `MaxZipFile` */
const MAX_UNPACKED_BYTES = 500 * 2 ** 20;

/**
 * Hashes the files of a module, and holds their names to what Go lets a module have.
 *
 * @param path of the archive on this machine
 * @param wanted names of files at the root of the module, to be read
 * @throws BuildError `E_GO_ZIP`
 */
export async function readModuleZip(
  path: string,
  module: ModuleVersion,
  wanted: readonly string[] = [],
): Promise<ModuleZip> {
  const prefix = `${formatModule(module)}/`;
  const title = `the archive of Go module ${formatModule(module)}`;
  const hashes = new Map<string, string>();
  const texts = new Map<string, string>();
  const archive = { path, name: title, code: 'E_GO_ZIP', maxBytes: MAX_UNPACKED_BYTES } as const;
  await readZip(archive, async (name, content) => {
    const inner = name.slice(prefix.length);
    if (!name.startsWith(prefix) || inner === '') throw wrongName(title, name, prefix);
    const isWanted = wanted.includes(inner);
    const chunks: Buffer[] = [];
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.length;
      if (isWanted && size > MAX_GO_SUM_BYTES) throw tooLarge(title, inner);
      if (isWanted) chunks.push(chunk);
    }
    hashes.set(name, hash.digest('hex'));
    if (isWanted) texts.set(inner, Buffer.concat(chunks).toString('utf8'));
  });
  if (hashes.size === 0) throw wrongName(title, undefined, prefix);
  return { h1: directoryHash(hashes), texts };
}

function wrongName(title: string, name: string | undefined, prefix: string): BuildError {
  return new BuildError('E_GO_ZIP', `${title} holds what is not of the module`, {
    got: name === undefined ? 'no file' : JSON.stringify(name.slice(0, 200)),
    expected: `files below "${prefix}"`,
  });
}

function tooLarge(title: string, name: string): BuildError {
  return new BuildError('E_GO_ZIP', `${title}: ${name} is too large`, {
    got: `more than ${MAX_GO_SUM_BYTES} bytes`,
    expected: 'what Go itself would read',
  });
}
