import { readBuildSettings } from '../build/settings';
import { startBuilds } from '../build/start-builds';
import type { CommandContext } from '../context';
import type { ExitCode } from '../exit-code';

/** `synth push`: builds images and pushes each under all of its names. */
export async function push(context: CommandContext): Promise<ExitCode> {
  return startBuilds(context, await readBuildSettings(context, { isPush: true }));
}
