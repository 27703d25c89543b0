import { dotLines } from '../../graph/dot';
import { dumpLines } from '../../graph/dump';
import type { Definition } from '../../llb/definition/definition';
import { usageError } from '../args/usage-error';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { openDefinition } from '../open-definition';
import { writeLines } from '../write-lines';

/** `synth dump`: prints a definition as JSON lines, or as a graph for Graphviz. */
export async function dump(context: CommandContext): Promise<ExitCode> {
  const { arguments: files, messages, options, signal, stdout } = context;
  checkUsage(context);
  const { definition, place } = await openDefinition(files[0], context);
  if (definition.ops.length === 0) messages.warn(`${place} holds no op: it is empty, or scratch`);
  await writeLines(stdout, linesOf(definition, options.has('dot')), signal);
  return EXIT.done;
}

function checkUsage({ arguments: files, options }: CommandContext): void {
  if (files.length > 1) {
    throw usageError('command "dump" takes one file', {
      got: files.map((file) => `"${file}"`).join(' '),
    });
  }
  if (options.has('dot') && options.has('json')) {
    throw usageError('options "--dot" and "--json" exclude each other', {
      fix: 'leave "--json" out; without "--dot" the lines are JSON',
    });
  }
}

function linesOf(definition: Definition, isDot: boolean): Iterable<string> {
  return isDot ? dotLines(definition) : dumpLines(definition);
}
