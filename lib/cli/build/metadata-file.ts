import { resolve } from 'node:path';
import type { ImageResult } from '../../build/solve/image-result';
import { writeFileWhole } from '../../files/write-file';
import type { CommandContext } from '../context';

/**
 * Writes the file of `--metadata-file`, if one is asked for: for each image what its exporters
 * answered, with the key names of BuildKit. As in buildctl, JSON in base64 is written as JSON.
 */
export function writeMetadata(
  { cwd, options }: CommandContext,
  results: readonly ImageResult[],
): void {
  const file = options.last('metadata-file');
  if (file === undefined) return;
  const metadata = Object.fromEntries(
    results.map(({ exporterResponse, image }) => [image, decodeValues(exporterResponse)]),
  );
  writeFileWhole(resolve(cwd, file), `${JSON.stringify(metadata, null, 2)}\n`);
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
