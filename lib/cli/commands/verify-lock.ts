import { basename } from 'node:path';
import { verifyLock as verify } from '../../build/prove';
import { readAppOptions } from '../args/app-options';
import { readEnvironment } from '../args/environment-options';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';

/** `synth verify --lock`: proves the lock from signatures on. */
export async function verifyLock(context: CommandContext): Promise<ExitCode> {
  const { messages, options, stdout } = context;
  const { file, proven } = await verify({
    ...readAppOptions(context),
    environment: readEnvironment(context),
    fetch: options.has('fetch'),
    onMessage: (message) => messages.note(message),
  });
  const name = basename(file);
  if (options.has('json')) {
    stdout.write(jsonText({ file: name, proven }));
    return EXIT.done;
  }
  const { packages = 0, releases = 0 } = proven.debian ?? {};
  stdout.write(
    releases === 0
      ? `${name} has nothing that is signed\n`
      : `${name} is proven: ${packages} Debian packages by ${releases} signed Releases\n`,
  );
  return EXIT.done;
}
