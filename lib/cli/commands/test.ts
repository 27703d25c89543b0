import { readBuildSettings } from '../build/settings';
import { startBuilds } from '../build/start-builds';
import type { CommandContext } from '../context';
import type { ExitCode } from '../exit-code';

/** `synth test`: runs the tests of images, and gives the images to no output. */
export async function test(context: CommandContext): Promise<ExitCode> {
  return startBuilds(context, await readBuildSettings(context, { isPush: false, tests: 'only' }));
}
