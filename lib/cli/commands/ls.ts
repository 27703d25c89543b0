import type { ImageManifest } from '../../assembly/manifest';
import { synthesize } from '../../build/synthesize';
import { readAppOptions } from '../args/app-options';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { renderTable } from '../terminal/table';
import { terminalWidth } from '../terminal/terminal-width';

/** `synth ls`: the images of the app. */
export async function ls(context: CommandContext): Promise<ExitCode> {
  const assembly = await synthesize({ ...readAppOptions(context), allowMissing: true });
  const { images, missing } = assembly.manifest;
  context.stdout.write(
    context.options.has('json')
      ? jsonText(images.map(describeImage))
      : renderTable(
          [
            { title: 'IMAGE' },
            { title: 'PLATFORMS' },
            { title: 'PACKAGES', align: 'right' },
            { title: 'PUBLISHED AS' },
          ],
          images.map(tableRow),
          terminalWidth(context.stdout),
        ),
  );
  if (images.length === 0) context.messages.warn('the app has no image');
  if (missing.length > 0) {
    context.messages.warn('the lock does not answer all that the app asks for: run "synth lock"');
  }
  return EXIT.done;
}

function describeImage(image: ImageManifest): object {
  const { constructPath, name, platformNames, platforms, publish, source } = image;
  return {
    name,
    constructPath,
    ...(source === undefined ? {} : { source }),
    platforms: platformNames.map((platform) => {
      const lowered = platforms.find((known) => known.platform === platform);
      if (lowered === undefined) return { platform };
      return { platform, packages: lowered.packages, definition: lowered.digest };
    }),
    publish,
  };
}

function tableRow({ name, platformNames, platforms, publish }: ImageManifest): string[] {
  const counts = [...new Set(platforms.map(({ packages }) => packages))];
  return [
    name,
    platformNames.join(','),
    counts.length === 0 ? 'not locked' : counts.join('/'),
    publish.names
      .flatMap((repository) => publish.tags.map((tag) => `${repository}:${tag}`))
      .join(','),
  ];
}
