// Writes docs/cli.md from the tables of the command line: node --import tsx scripts/generate-cli-docs.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS, COMMON_OPTIONS, type CommandSpec } from '../lib/cli/args/command-table';
import { commandUsage } from '../lib/cli/args/help';
import { type OptionName, optionSpec, optionUsage } from '../lib/cli/args/options';

const EXIT_CODES = [
  ['0', 'done'],
  ['1', 'failed; the errors are on stderr, see [errors](errors.md)'],
  ['2', 'the command line is wrong; nothing was done'],
  ['3', 'a check found a difference'],
  ['130', 'interrupted; nothing was left half written'],
] as const;

/** Text of `docs/cli.md`. */
export function renderCliDocs(): string {
  return [
    '<!-- Made by scripts/generate-cli-docs.ts from the tables in lib/cli. -->\n',
    '# Command line\n',
    'Results go to stdout; progress and messages go to stderr.\n',
    ...COMMANDS.map(commandSection),
    '## Options of every command\n',
    optionTable([...COMMON_OPTIONS, 'version']),
    '\n## Configuration\n',
    '`synth.json`, or `"synth"` in `package.json`, may hold `app` and `output`, which are what `--app`',
    'and `--out` are for a single run:\n',
    '```json\n{ "app": "images/app.ts", "output": "synth.out" }\n```\n',
    '## Exit codes\n',
    ...EXIT_CODES.map(([code, meaning]) => `- \`${code}\`: ${meaning}`),
    '',
  ].join('\n');
}

function commandSection(spec: CommandSpec): string {
  const examples = spec.examples.map(({ line, does }) => `${line.padEnd(50)} # ${does}`);
  return [
    `## synth ${commandUsage(spec)}\n`,
    ...spec.description.map((sentence) => `${sentence}\n`),
    ...(spec.options.length === 0 ? [] : [optionTable(spec.options), '']),
    '```sh',
    ...examples,
    '```\n',
  ].join('\n');
}

function optionTable(names: readonly OptionName[]): string {
  const rows = names.map((name) => {
    const spec = optionSpec(name);
    const cells = [`\`${optionUsage(spec)}\``, spec.summary, spec.default ?? ''];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| Option | What it does | Default |', '|---|---|---|', ...rows].join('\n');
}

if (require.main === module) {
  writeFileSync(join(__dirname, '../docs/cli.md'), renderCliDocs());
}
