import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { mergeImages, type PushedParts } from '../../build/merge/merge-images';
import { planBuilds } from '../../build/plan/plan-builds';
import { synthesize } from '../../build/synthesize';
import { type BuildError, systemErrorCode } from '../../errors';
import { readAppOptions } from '../args/app-options';
import { readEnvironment } from '../args/environment-options';
import { usageError } from '../args/usage-error';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { renderTable } from '../terminal/table';
import { terminalWidth } from '../terminal/terminal-width';

/** `synth merge`: makes images of the parts that `synth push --by-digest` has pushed, and names them. */
export async function merge(context: CommandContext): Promise<ExitCode> {
  const { arguments: files, cwd, env, options, signal, stdout } = context;
  if (files.length === 0) {
    throw usageError('command "merge" needs files', {
      expected: 'those that "synth push --by-digest --metadata-file" wrote',
    });
  }
  const pushed = readParts(files, cwd);
  const assembly = await synthesize(readAppOptions(context));
  const environment = readEnvironment(context);
  const images = Object.keys(pushed);
  const plan = planBuilds(assembly, { images, push: true, environment, cwd, env });
  const merged = await mergeImages(plan, pushed, { signal });
  stdout.write(
    options.has('json')
      ? jsonText(merged)
      : renderTable(
          [{ title: 'IMAGE' }, { title: 'PLATFORMS' }, { title: 'DIGEST' }],
          merged.map(({ digest, image, platforms }) => [image, platforms.join(','), digest]),
          terminalWidth(stdout),
        ),
  );
  return EXIT.done;
}

/** Digests by image, of all files. */
function readParts(files: readonly string[], cwd: string): PushedParts {
  const parts: Record<string, string[]> = Object.create(null);
  for (const file of files) {
    for (const [image, answer] of Object.entries(readJson(file, cwd))) {
      const digest: unknown = isObject(answer) ? answer['containerimage.digest'] : undefined;
      if (typeof digest !== 'string') throw noMetadata(file, `no digest of image "${image}"`);
      parts[image] = [...(parts[image] ?? []), digest];
    }
  }
  return parts;
}

function readJson(file: string, cwd: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw noMetadata(file, systemErrorCode(cause) ?? String(cause));
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {}
  throw noMetadata(file, 'no JSON object');
}

const noMetadata = (file: string, got: string): BuildError =>
  usageError(`file "${file}" does not tell what was pushed`, {
    got,
    expected: 'the file of "synth push --by-digest --metadata-file"',
  });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
