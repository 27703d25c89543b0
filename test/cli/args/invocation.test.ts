import fc from 'fast-check';
import { COMMANDS, type CommandSpec, commandOptions } from '../../../lib/cli/args/command-table';
import { parseInvocation } from '../../../lib/cli/args/invocation';
import { OPTIONS, type OptionName, optionSpec, optionUsage } from '../../../lib/cli/args/options';
import { BuildError } from '../../../lib/errors';

/** What is no option and no word of a command. */
const word = fc
  .string({ unit: fc.constantFrom(...'abz09/.=,:-_ "é'), minLength: 1, maxLength: 8 })
  .filter((text) => !text.startsWith('-'));

const command = fc.constantFrom<CommandSpec[]>(...COMMANDS);

/** A command, options that it takes with their values, and arguments if it takes some. */
const commandLine = command.chain((spec) => {
  const names = commandOptions(spec).filter((name) => name !== 'help');
  const option = fc.record({
    name: fc.constantFrom(...names),
    value: word,
    form: fc.constantFrom('long', 'inline', 'short'),
  });
  const words =
    spec.arguments === undefined ? fc.constant<string[]>([]) : fc.array(word, { maxLength: 3 });
  return fc.record({ spec: fc.constant(spec), options: fc.array(option, { maxLength: 6 }), words });
});

function written({
  form,
  name,
  value,
}: {
  form: string;
  name: OptionName;
  value: string;
}): string[] {
  const spec = optionSpec(name);
  if (spec.value === undefined) return [`--${name}`];
  if (form === 'short' && spec.short !== undefined) return [`-${spec.short}`, value];
  return form === 'inline' ? [`--${name}=${value}`] : [`--${name}`, value];
}

/** The error of a command line, or nothing where it is read. */
function errorOf(args: readonly string[]): BuildError | undefined {
  try {
    parseInvocation(args);
    return undefined;
  } catch (error) {
    if (BuildError.is(error)) return error;
    throw error;
  }
}

test('a command line that is put together is read as it was, wherever its options stand', () => {
  fc.assert(
    fc.property(commandLine, fc.nat(), ({ options, spec, words }, seed) => {
      const parts = [...words.map((one) => [one]), ...options.map(written)];
      const at = parts.length === 0 ? 0 : seed % parts.length;
      // Words keep their order; the options come before, between or after them.
      const moved = [...parts.slice(words.length), ...parts.slice(0, words.length)];
      for (const order of [parts, at % 2 === 0 ? moved : parts]) {
        const read = parseInvocation([spec.name, ...order.flat()]);

        expect([read.command, read.arguments]).toEqual([spec.name, words]);
        for (const name of new Set(options.map((one) => one.name))) {
          const given = options.filter((one) => one.name === name);
          const isFlag = optionSpec(name).value === undefined;
          expect(read.options.all(name)).toEqual(given.map(({ value }) => (isFlag ? '' : value)));
          expect(read.options.last(name)).toBe(read.options.all(name).at(-1));
        }
        expect(read.options.names().sort()).toEqual(
          [...new Set(options.map(({ name }) => name))].sort(),
        );
      }
    }),
  );
});

test('without a command the app is run', () => {
  expect(parseInvocation([]).command).toBe('synth');
  expect(parseInvocation(['--json']).options.has('json')).toBe(true);
});

test('each option is refused by each command that does not take it, and those that do are told', () => {
  for (const spec of COMMANDS) {
    for (const { name } of OPTIONS) {
      if (name === 'version' || name === 'help') continue;
      const error = errorOf([spec.name, ...written({ form: 'inline', name, value: 'x' })]);
      const isTaken = commandOptions(spec).includes(name);

      expect([spec.name, name, error?.code]).toEqual([
        spec.name,
        name,
        isTaken ? undefined : 'E_USAGE',
      ]);
      if (isTaken) continue;
      expect(error?.message).toBe(`option "--${name}" does not apply to "${spec.name}"`);
      for (const other of COMMANDS) {
        const isTold = error?.details.expected?.includes(`"${other.name}"`);
        expect([other.name, isTold]).toEqual([other.name, commandOptions(other).includes(name)]);
      }
    }
  }
});

test('each option with a value needs one, each flag refuses one', () => {
  for (const spec of OPTIONS) {
    const { name } = spec;
    const [user] = COMMANDS.filter((one) => commandOptions(one).includes(name));
    const args = user === undefined ? [] : [user.name];
    if ('value' in spec) {
      for (const given of [[`--${name}`], [`--${name}=`], [`--${name}`, '--json']]) {
        expect(errorOf([...args, ...given])).toMatchObject({
          message: `option "--${name}" needs a value`,
          details: { expected: optionUsage(spec) },
        });
      }
      // One that begins with a hyphen is taken where it surely is meant.
      expect(errorOf([...args, `--${name}=-x`])).toBeUndefined();
    } else {
      expect(errorOf([...args, `--${name}=yes`])).toMatchObject({
        message: `option "--${name}" takes no value`,
        details: { got: '"yes"' },
      });
    }
  }
});

test('a single hyphen is a value: stdout', () => {
  expect(parseInvocation(['build', '-o', '-']).options.last('output')).toBe('-');
  expect(parseInvocation(['dump', '-']).arguments).toEqual(['-']);
});

test('what stands behind "--" is an argument, whatever it looks like', () => {
  expect(parseInvocation(['build', '--', '--json', '-x']).arguments).toEqual(['--json', '-x']);
});

test('any words give an invocation or an E_USAGE with a way out', () => {
  const text = fc.oneof(
    word,
    fc.constantFrom(...COMMANDS.map(({ name }) => name), 'help'),
    fc.constantFrom(...OPTIONS.map(({ name }) => `--${name}`), '-o', '-h', '-', '--', '--no-json'),
    fc.string({ maxLength: 6 }).map((name) => `--${name}`),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), (args) => {
      const error = errorOf(args);
      if (error === undefined) return;
      const { expected, fix, got } = error.details;

      expect(error.code).toBe('E_USAGE');
      expect([expected, fix, got].some((way) => way !== undefined && way !== '')).toBe(true);
    }),
  );
});

test('a name with a slip of the fingers is told what was meant', () => {
  const named = [
    ...COMMANDS.map(({ name }) => [name, [] as string[], `"synth ${name}"`] as const),
    ...OPTIONS.map(({ name }) => [`--${name}`, ['build'], `"--${name}"`] as const),
  ].filter(([name]) => name.length > 5);
  expect(named.length).toBeGreaterThan(15);
  for (const [name, before, meant] of named) {
    const at = name.length - 3;
    const swapped = name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2);
    if (swapped === name) continue;

    expect(errorOf([...before, swapped])?.details.fix).toBe(`did you mean ${meant}?`);
  }
});

test('help comes before all else, for the first command that is named', () => {
  for (const args of [
    ['build', '--help'],
    ['--help', 'build'],
    ['help', 'build'],
    ['help', 'help', 'build'],
  ]) {
    expect(parseInvocation(args)).toMatchObject({ command: 'help', arguments: ['build'] });
  }
  expect(parseInvocation(['ls', 'too', 'many', '--version']).command).toBe('version');
  expect(errorOf(['help', 'nothing'])?.message).toBe('command "nothing" is not known');
});
