import { parseArgs } from 'node:util';
import { type CommandName, type CommandSpec, commandOptions, commandSpec } from './command-table';
import {
  foreignOption,
  missingValue,
  superfluousArguments,
  superfluousValue,
  unknownCommand,
  unknownOption,
} from './invocation-errors';
import { OPTIONS, type OptionName, optionSpec } from './options';

/** Options as given; a flag that was not given is absent. */
export class Options {
  readonly #values = new Map<OptionName, string[]>();

  add(name: OptionName, value: string): void {
    this.#values.set(name, [...this.all(name), value]);
  }

  names(): OptionName[] {
    return [...this.#values.keys()];
  }

  has(name: OptionName): boolean {
    return this.#values.has(name);
  }

  /** The last value given. */
  last(name: OptionName): string | undefined {
    return this.all(name).at(-1);
  }

  /** All values given, in order. */
  all(name: OptionName): readonly string[] {
    return this.#values.get(name) ?? [];
  }
}

/** A command line, read. */
export interface Invocation {
  /** `help` and `version` are asked for by options as well as by name. */
  readonly command: CommandName | 'help' | 'version';
  /** Image names; for `help` the command to explain, if one was named. */
  readonly arguments: readonly string[];
  readonly options: Options;
}

const PARSE_OPTIONS = Object.fromEntries(
  OPTIONS.map((spec) => [
    spec.name,
    {
      type: 'value' in spec ? ('string' as const) : ('boolean' as const),
      ...('short' in spec ? { short: spec.short } : {}),
    },
  ]),
);

/**
 * Reads the command line (without `node` and the script).
 *
 * @throws BuildError `E_USAGE` for an unknown command or option, or a missing or superfluous value
 */
export function parseInvocation(args: readonly string[]): Invocation {
  const { tokens } = parseArgs({
    args: [...args],
    options: PARSE_OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = new Options();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind === 'option') addOption(options, token);
  }
  if (options.has('version')) return { command: 'version', arguments: [], options };

  const [first = 'synth', ...rest] = words;
  const spec = commandSpec(first);
  if (first === 'help' || options.has('help')) {
    return { command: 'help', arguments: helpTopic(first === 'help' ? rest : words), options };
  }
  if (spec === undefined) throw unknownCommand(first);
  checkApplies(spec, options);
  if (spec.arguments === undefined && rest.length > 0) {
    throw superfluousArguments(first, rest);
  }
  return { command: spec.name, arguments: rest, options };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function addOption(options: Options, token: OptionToken): void {
  const spec = OPTIONS.find(({ name }) => name === token.name);
  if (spec === undefined) throw unknownOption(token.rawName);
  if (!('value' in spec)) {
    if (token.value !== undefined) throw superfluousValue(spec, token.value);
    options.add(spec.name, '');
    return;
  }
  const value = token.value ?? '';
  // A value that looks like an option was most likely forgotten; "--app=--x" still says it.
  const looksForgotten = value.startsWith('-') && value !== '-' && token.inlineValue !== true;
  if (value === '' || looksForgotten) throw missingValue(spec, value);
  options.add(spec.name, value);
}

function checkApplies(spec: CommandSpec, options: Options): void {
  const allowed = commandOptions(spec);
  for (const name of options.names()) {
    if (allowed.includes(name)) continue;
    throw foreignOption(spec, optionSpec(name));
  }
}

function helpTopic(words: readonly string[]): readonly string[] {
  const topic = words.find((word) => word !== 'help');
  if (topic === undefined) return [];
  if (commandSpec(topic) === undefined) throw unknownCommand(topic);
  return [topic];
}
