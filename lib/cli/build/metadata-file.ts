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
  const path = resolve(cwd, file);
  const text = jsonText(metadata);
  try {
    const place = placeOf(path);
    if (place.kind === 'file') writeFileWhole(path, text);
    else await writeStream(place, text, signal);
  } catch (cause) {
    signal.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BuildError('E_SYSTEM', `metadata file "${file}" cannot be written: ${reason}`, {
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
