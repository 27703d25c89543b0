import { readAssembly } from '../../assembly/assembly-reader';
import type { ImageManifest } from '../../assembly/manifest';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { requireLocked } from '../lock-errors';
import { emitAssembly } from '../run-app';
import { renderTable } from '../terminal/table';
import { terminalWidth } from '../terminal/terminal-width';

/** `synth ls`: the images of the app. */
export async function ls(context: CommandContext): Promise<ExitCode> {
  const { images, missing } = readAssembly(await emitAssembly(context)).manifest;
  requireLocked(missing);
  context.stdout.write(
    context.options.has('json')
      ? `${JSON.stringify(images.map(describeImage), null, 2)}\n`
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
  return EXIT.done;
}

function describeImage({ name, constructPath, source, platforms, publish }: ImageManifest): object {
  return {
    name,
    constructPath,
    ...(source === undefined ? {} : { source }),
    platforms: platforms.map(({ platform, packages, digest }) => ({
      platform,
      packages,
      definition: digest,
    })),
    publish,
  };
}

function tableRow({ name, platforms, publish }: ImageManifest): string[] {
  const counts = [...new Set(platforms.map(({ packages }) => packages))];
  return [
    name,
    platforms.map(({ platform }) => platform).join(','),
    counts.join('/'),
    publish.names
      .flatMap((repository) => publish.tags.map((tag) => `${repository}:${tag}`))
      .join(','),
  ];
}
