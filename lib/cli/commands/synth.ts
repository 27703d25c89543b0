import { relative } from 'node:path';
import { synthesize } from '../../build/synthesize';
import { readAppOptions } from '../args/app-options';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { renderTable } from '../terminal/table';
import { terminalWidth } from '../terminal/terminal-width';

/** `synth`: runs the app, and says which definitions its assembly holds. */
export async function synth(context: CommandContext): Promise<ExitCode> {
  const { folder, manifest } = await synthesize(readAppOptions(context));

  const shownFolder = relative(context.cwd, folder) || '.';
  const rows = manifest.images.flatMap(({ name, platforms }) =>
    platforms.map(({ platform, digest, definition }) => ({
      image: name,
      platform,
      definition: digest,
      file: `${shownFolder}/${definition}`,
    })),
  );
  context.stdout.write(
    context.options.has('json')
      ? jsonText(rows)
      : renderTable(
          // The digest is last, so that a narrow terminal breaks nothing else.
          [{ title: 'IMAGE' }, { title: 'PLATFORM' }, { title: 'FILE' }, { title: 'DEFINITION' }],
          rows.map(({ image, platform, definition, file }) => [image, platform, file, definition]),
          terminalWidth(context.stdout),
        ),
  );
  if (rows.length === 0) context.messages.warn('the app has no image');
  return EXIT.done;
}
