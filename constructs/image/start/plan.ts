import { formatJson } from '../../files/format/json';
import type { StartCommand, StartProps } from './start-props';
import { Template } from './template';
import { Variable } from './variable';

/** What fills an empty volume, each command with what it reads. */
export function startCommands({ once }: StartProps): readonly StartCommand[] {
  return (once?.run ?? []).map((one) => ('command' in one ? one : { command: one }));
}

/** Variables that a start reads, in their order, once for each place where they stand. */
export function variablesOfStart(start: StartProps): readonly Variable[] {
  const texts = [
    ...(start.files ?? []).map(({ content }) => content),
    ...startCommands(start).flatMap(({ command, input = [] }) => [...command, ...input]),
  ];
  return texts.flatMap((text) => (Template.isTemplate(text) ? text.variables : []));
}

/** Values that the image gives variables. */
export function startEnvironment(start: StartProps): Record<string, string> {
  const given = variablesOfStart(start).flatMap(({ name, options }) =>
    options.default === undefined ? [] : [[name, options.default] as const],
  );
  return Object.fromEntries(given);
}

/** What `/boot/start.json` holds, as `main.go` reads it. */
export function startPlan(start: StartProps): string {
  const { files = [], folders = [], once } = start;
  const variables = variablesOfStart(start).map(({ name, options }) => [
    name,
    { ...(options.file && { file: options.file }), required: options.default === undefined },
  ]);
  return formatJson({
    variables: Object.fromEntries(variables),
    folders,
    files: files.map(({ content, mode = 0o600, path }) => ({
      path,
      mode,
      content: parts(content),
    })),
    ...(once && { once: { folder: once.folder, run: startCommands(start).map(commandPlan) } }),
  });
}

function commandPlan({ command, input = [] }: StartCommand) {
  const inputs = input.map((one) =>
    typeof one === 'string' ? { file: one } : { content: parts(one) },
  );
  return { words: command.map(parts), ...(inputs.length > 0 && { input: inputs }) };
}

function parts(word: string | Template): Record<string, string>[] {
  if (typeof word === 'string') return [{ text: word }];
  return word.parts.map((part) =>
    Variable.isVariable(part) ? { variable: part.name, as: part.encoding } : { text: part },
  );
}
