import { readBuildSettings } from '../build/settings';
import { startBuilds } from '../build/start-builds';
import type { CommandContext } from '../context';
import type { ExitCode } from '../exit-code';

/** `synth build`: builds images, for the image store of the daemon or for other exporters. */
export async function build(context: CommandContext): Promise<ExitCode> {
  return startBuilds(
    context,
    await readBuildSettings(context, { isPush: context.options.has('push') }),
  );
}
