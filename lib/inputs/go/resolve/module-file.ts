import { join } from 'node:path';
import { BuildError } from '../../../errors';
import type { FetchContext } from '../../../fetch/fetch-context';
import { hashOf } from '../../../fetch/file-cache';
import { removeTemporary, temporaryFolder } from '../../../files/temporary';
import {
  formatModule,
  type GoSumFile,
  goLineOf,
  goModHash,
  MAX_GO_SUM_BYTES,
  type ModuleVersion,
  proxyPath,
  sumFileName,
} from '../../../go';
import type { GoFile } from '../section';
import { fromProxy } from './module-proxy';
import { readModuleZip } from './module-zip';

/** Of a zip archive of a module. @see golang.org/x/mod/zip, `MaxZipFile` */
const MAX_ZIP_BYTES = 500 * 2 ** 20;

/**
 * Fetches a file that a go.sum names, and holds it to its hash there.
 *
 * @throws BuildError `E_GO_HASH`, `E_GO_ZIP`, `E_GO_MODULE`
 */
export async function fetchSumFile(file: GoSumFile, context: FetchContext): Promise<GoFile> {
  const fetched =
    file.type === 'mod' ? await fetchGoMod(file, context) : (await fetchZip(file, context)).file;
  requireHash(fetched, file.h1, 'go.sum');
  return fetched;
}

/** A go.mod, by itself as it is in a proxy. */
export async function fetchGoMod(module: ModuleVersion, context: FetchContext): Promise<GoFile> {
  const content = await fromProxy(module, proxyPath(module, 'mod'), context, (url) =>
    context.http.get(url, { maxBytes: MAX_GO_SUM_BYTES }),
  );
  const go = goLineOf(content.toString('utf8'));
  return {
    name: sumFileName({ ...module, type: 'mod' }),
    h1: goModHash(content),
    size: content.length,
    sha256: hashOf(content),
    ...(go === undefined ? {} : { go }),
  };
}

/** A zip archive, and the texts of some files at the root of its module. */
export interface FetchedZip {
  readonly file: GoFile;
  readonly texts: ReadonlyMap<string, string>;
}

/** @param wanted names of files at the root of the module, to be read */
export async function fetchZip(
  module: ModuleVersion,
  context: FetchContext,
  wanted: readonly string[] = [],
): Promise<FetchedZip> {
  const folder = temporaryFolder('synth-go');
  try {
    const path = join(folder, 'module.zip');
    const { sha256, size } = await fromProxy(module, proxyPath(module, 'zip'), context, (url) =>
      context.http.save(url, path, MAX_ZIP_BYTES),
    );
    const { h1, texts } = await readModuleZip(path, module, wanted);
    return { file: { name: formatModule(module), h1, size, sha256 }, texts };
  } finally {
    await removeTemporary(folder);
  }
}

/** @throws BuildError `E_GO_HASH` */
export function requireHash(
  { h1, name }: Pick<GoFile, 'h1' | 'name'>,
  expected: string,
  by: string,
  fix = 'find out who changed it: the module proxy serves another content than the one that was used',
) {
  if (h1 === expected) return;
  throw new BuildError('E_GO_HASH', `${name} is not what ${by} says`, {
    got: h1,
    expected,
    fix,
  });
}
