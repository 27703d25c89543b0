import { formatJson } from '../../files/format/json';
import type { StartProps } from './start-props';
import { Template } from './template';
import { Variable } from './variable';

/** Variables that a start reads, in their order, once for each place where they stand. */
export function variablesOfStart({ files = [], once }: StartProps): readonly Variable[] {
  const words = [...files.map(({ content }) => content), ...(once?.run.flat() ?? [])];
  return words.flatMap((word) => (Template.isTemplate(word) ? word.variables : []));
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
    ...(once && {
      once: { folder: once.folder, run: once.run.map((command) => command.map(parts)) },
    }),
  });
}

function parts(word: string | Template): Record<string, string>[] {
  if (typeof word === 'string') return [{ text: word }];
  return word.parts.map((part) =>
    Variable.isVariable(part) ? { variable: part.name, as: part.encoding } : { text: part },
  );
}
