import { readBuildSettings } from '../build-settings';
import type { CommandContext } from '../context';
import type { ExitCode } from '../exit-code';
import { startBuilds } from '../start-builds';

/** `synth build`: builds images, for the image store of the daemon or for other exporters. */
export async function build(context: CommandContext): Promise<ExitCode> {
  return startBuilds(context, await readBuildSettings(context, { isPush: false }));
}
