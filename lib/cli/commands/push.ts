import { buildImages } from '../build-images';
import type { CommandContext } from '../context';
import type { ExitCode } from '../exit-code';
import { parseOutput } from '../output-option';

/** `synth push`: builds images and pushes each under all of its names. */
export async function push(context: CommandContext): Promise<ExitCode> {
  return buildImages(context, { outputs: [parseOutput('type=image,push=true')], isPush: true });
}
