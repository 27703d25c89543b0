import type { BuildError } from '../../errors';
import { COMMANDS, type CommandSpec, commandOptions } from './command-table';
import { OPTIONS, type OptionSpec, optionUsage } from './options';
import { nearest } from './suggest';
import { usageError } from './usage-error';

const COMMAND_NAMES: readonly string[] = [...COMMANDS.map(({ name }) => name), 'help'];
const OPTION_NAMES: readonly string[] = OPTIONS.map(({ name }) => `--${name}`);

export function unknownCommand(word: string): BuildError {
  const meant = nearest(word, COMMAND_NAMES);
  return usageError(`command "${word}" is not known`, {
    expected: `one of ${COMMAND_NAMES.join(', ')}`,
    fix: meant === undefined ? 'see "synth --help"' : `did you mean "synth ${meant}"?`,
  });
}

/** @param rawName with its dashes */
export function unknownOption(rawName: string): BuildError {
  const meant = nearest(rawName, OPTION_NAMES);
  return usageError(`option "${rawName}" is not known`, {
    fix: meant === undefined ? 'see "synth --help"' : `did you mean "${meant}"?`,
  });
}

/** An option that exists, but not for this command. */
export function foreignOption(command: CommandSpec, option: OptionSpec): BuildError {
  const users = COMMANDS.filter((other) =>
    commandOptions(other).some((name) => name === option.name),
  );
  return usageError(`option "--${option.name}" does not apply to "${command.name}"`, {
    expected: `one of the commands ${users.map(({ name }) => `"${name}"`).join(', ')}`,
    fix: `see "synth ${command.name} --help"`,
  });
}

export function missingValue(option: OptionSpec, got: string): BuildError {
  return usageError(`option "--${option.name}" needs a value`, {
    ...(got === '' ? {} : { got: `"${got}"` }),
    expected: optionUsage(option),
  });
}

export function superfluousValue(option: OptionSpec, got: string): BuildError {
  return usageError(`option "--${option.name}" takes no value`, { got: `"${got}"` });
}

export function superfluousArguments(command: string, words: readonly string[]): BuildError {
  return usageError(`command "${command}" takes no argument`, {
    got: words.map((word) => `"${word}"`).join(' '),
  });
}
