import { relative, resolve } from 'node:path';
import { billsOfMaterials, type Sbom, type SbomFormat } from '../../build/sbom';
import { synthesize } from '../../build/synthesize';
import { writeFileWhole } from '../../files/write-file';
import { readAppOptions } from '../args/app-options';
import { parsePlatformOptions } from '../args/platform-option';
import { usageError } from '../args/usage-error';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';

const FORMATS: readonly SbomFormat[] = ['spdx', 'cyclonedx'];

/** `synth sbom`: bills of materials, to stdout or into a folder. */
export async function sbom(context: CommandContext): Promise<ExitCode> {
  const { arguments: images, messages, options } = context;
  const format = readFormat(options.last('format'));
  const platforms = parsePlatformOptions(options.all('platform'));
  const assembly = await synthesize(readAppOptions(context));
  const sboms = await billsOfMaterials(assembly, { images, platforms, format });
  const folder = options.last('dir');
  if (folder !== undefined) write(sboms, format, resolve(context.cwd, folder), context);
  else print(sboms, context);
  if (sboms.length === 0) messages.warn('the app has no image');
  return EXIT.done;
}

function readFormat(text = 'spdx'): SbomFormat {
  const format = FORMATS.find((one) => one === text);
  if (format !== undefined) return format;
  throw usageError('option "--format" has a value that is no format', {
    got: `"${text}"`,
    expected: FORMATS.join(' or '),
  });
}

function print(sboms: readonly Sbom[], { stdout }: CommandContext): void {
  if (sboms.length > 1) {
    throw usageError('several documents do not fit on stdout', {
      got: sboms.map(({ image, platform }) => `${image} ${platform}`).join(', '),
      fix: 'name one image and one "--platform", or give a folder with "--dir"',
    });
  }
  for (const { document } of sboms) stdout.write(jsonText(document));
}

function write(
  sboms: readonly Sbom[],
  format: SbomFormat,
  folder: string,
  { cwd, stdout }: CommandContext,
): void {
  for (const { document, image, platform } of sboms) {
    const file = resolve(folder, `${image}.${platform.replaceAll('/', '-')}.${format}.json`);
    writeFileWhole(file, jsonText(document));
    stdout.write(`${relative(cwd, file)}\n`);
  }
}
