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
            ...(images.some(hasTests) ? [{ title: 'TESTS' }] : []),
            { title: 'PUBLISHED AS' },
          ],
          images.map((image) => tableRow(image, images.some(hasTests))),
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
      const { digest, packages, tests = [] } = lowered;
      return { platform, packages, definition: digest, tests: tests.map(({ name }) => name) };
    }),
    publish,
  };
}

const hasTests = ({ platforms }: ImageManifest) =>
  platforms.some(({ tests = [] }) => tests.length > 0);

/** `2`; where not all platforms are tested alike, `2 on linux/amd64`. */
function testsOf({ platforms }: ImageManifest): string {
  const counts = platforms.map(({ tests = [] }) => tests.length);
  const [first = 0] = counts;
  if (counts.every((count) => count === first)) return first === 0 ? '-' : String(first);
  return platforms
    .flatMap(({ platform, tests = [] }) =>
      tests.length === 0 ? [] : [`${tests.length} on ${platform}`],
    )
    .join(', ');
}

function tableRow(image: ImageManifest, isWithTests: boolean): string[] {
  const { name, platformNames, platforms, publish } = image;
  const counts = [...new Set(platforms.map(({ packages }) => packages))];
  return [
    name,
    platformNames.join(','),
    counts.length === 0 ? 'not locked' : counts.join('/'),
    ...(isWithTests ? [testsOf(image)] : []),
    publish.names
      .flatMap((repository) => publish.tags.map((tag) => `${repository}:${tag}`))
      .join(','),
  ];
}
