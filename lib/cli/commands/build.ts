import { buildImages } from '../build-images';
import type { CommandContext } from '../context';
import type { ExitCode } from '../exit-code';
import { parseOutput } from '../output-option';

/** `synth build`: builds images, for the image store of the daemon or for other exporters. */
export async function build(context: CommandContext): Promise<ExitCode> {
  const given = context.options.all('output').map(parseOutput);
  const outputs = given.length > 0 ? given : [parseOutput('type=image')];
  return buildImages(context, { outputs, isPush: false });
}
