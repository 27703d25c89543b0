import { relative, resolve } from 'node:path';
import { usageError } from '../args/usage-error';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { writeRepository } from '../init/write-repository';

/** `synth init`: writes a new repository of images. */
export async function init(context: CommandContext): Promise<ExitCode> {
  const { arguments: folders, cwd, messages, stdout } = context;
  if (folders.length > 1) {
    throw usageError('command "init" takes one folder', {
      got: folders.map((folder) => `"${folder}"`).join(' '),
    });
  }
  const folder = resolve(cwd, folders[0] ?? '.');
  const shown = relative(cwd, folder);
  const files = writeRepository(folder, Date.now());
  for (const file of files) stdout.write(`${shown === '' ? file : `${shown}/${file}`}\n`);
  const enter = shown === '' ? [] : [`cd ${shown}`];
  messages.note(
    `next: ${[...enter, 'npm install', 'npx synth lock', 'npx synth build'].join(' && ')}`,
  );
  return EXIT.done;
}
