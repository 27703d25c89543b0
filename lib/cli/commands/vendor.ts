import { relative } from 'node:path';
import { synthesize } from '../../build/synthesize';
import { vendor as fillVendorFolder, type VendorResult } from '../../build/vendor';
import { readAppOptions } from '../args/app-options';
import { readEnvironment } from '../args/environment-options';
import { parsePlatformOptions } from '../args/platform-option';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';

/** `synth vendor`: puts all inputs of the app into a folder. */
export async function vendor(context: CommandContext): Promise<ExitCode> {
  const { arguments: given, cwd, messages, options, signal, stdout } = context;
  const platforms = parsePlatformOptions(options.all('platform'));
  const environment = readEnvironment(context);
  const assembly = await synthesize(readAppOptions(context));
  const result = await fillVendorFolder(assembly, {
    folder: given[0],
    platforms,
    environment,
    cwd,
    onMessage: (message) => messages.note(message),
    signal,
  });
  const folder = relative(cwd, result.folder) || '.';
  const { added, inputs } = result;
  stdout.write(options.has('json') ? jsonText({ folder, inputs, added }) : says(folder, result));
  return EXIT.done;
}

function says(folder: string, { added, inputs }: VendorResult): string {
  const all = `${inputs} ${inputs === 1 ? 'input' : 'inputs'}`;
  return added === 0
    ? `${folder} is up to date: ${all}\n`
    : `${folder} holds ${all}, ${added} of them new\n`;
}
