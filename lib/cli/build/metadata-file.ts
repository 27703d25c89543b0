import { resolve } from 'node:path';
import type { ImageResult } from '../../build/solve/image-result';
import { BuildError } from '../../errors';
import { writeStream } from '../../files/open-stream';
import { placeOf } from '../../files/place';
import { writeFileWhole } from '../../files/write-file';
import type { CommandContext } from '../context';
import { jsonText } from '../json-text';

/**
 * Writes the file of `--metadata-file`, if one is asked for, or the pipe or device: for each image what its exporters
 * answered, with the key names of BuildKit, and the id of the build, as buildx names it. As in buildctl, JSON in base64 is written as JSON.
 */
export async function writeMetadata(
  { cwd, options, signal }: CommandContext,
  results: readonly ImageResult[],
): Promise<void> {
  const file = options.last('metadata-file');
  if (file === undefined) return;
  const metadata = Object.fromEntries(
    results.map(({ exporterResponse, image, ref }) => [
      image,
      decodeValues({ ...exporterResponse, 'buildx.build.ref': ref }),
    ]),
  );
  await writeResultFile({ cwd, file, signal, what: 'metadata file' }, jsonText(metadata));
}

/**
 * Writes the file of `--iidfile`, if one is asked for: the digest of the image, as buildx does.
 *
 * @throws BuildError `E_BUILD_OUTPUT` for several images, or an output that is none; `E_SYSTEM`
 */
export async function writeImageId(
  { cwd, options, signal }: CommandContext,
  results: readonly ImageResult[],
): Promise<void> {
  const file = options.last('iidfile');
  if (file === undefined) return;
  const [result, ...others] = results;
  if (result?.digest === undefined || others.length > 0) {
    throw new BuildError('E_BUILD_OUTPUT', 'option "--iidfile" is for the digest of one image', {
      got: results.map(({ digest, image }) => `${image}: ${digest ?? 'no digest'}`).join(', '),
      fix: 'name one image, and an output that is one; of several there is --metadata-file',
    });
  }
  await writeResultFile({ cwd, file, signal, what: 'image id file' }, result.digest);
}

async function writeResultFile(
  {
    cwd,
    file,
    signal,
    what,
  }: Pick<CommandContext, 'cwd' | 'signal'> & { readonly file: string; readonly what: string },
  text: string,
): Promise<void> {
  const path = resolve(cwd, file);
  try {
    const place = placeOf(path);
    if (place.kind === 'file') writeFileWhole(path, text);
    else await writeStream(place, text, signal);
  } catch (cause) {
    signal.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BuildError('E_SYSTEM', `${what} "${file}" cannot be written: ${reason}`, {
      got: reason,
      fix: 'check the path, its permissions and the free space; the images are built',
      cause,
    });
  }
}

function decodeValues(response: Readonly<Record<string, string>>): Record<string, unknown> {
  const entries = Object.entries(response).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, decodeJson(value) ?? value]));
}

/** The JSON object that a value holds in base64, or undefined for any other value. */
function decodeJson(value: string): unknown {
  const text = Buffer.from(value, 'base64').toString('utf8');
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
