#!/usr/bin/env node
import { packageVersion } from '../package';
import { renderCommandHelp, renderHelp } from './args/help';
import { type Invocation, parseInvocation } from './args/invocation';
import type { Command, CommandContext } from './context';
import { createContext } from './create-context';
import { EXIT, type ExitCode } from './exit-code';
import { terminalWidth } from './terminal/terminal-width';

// Commands are loaded when they are needed: `synth --help` must not wait for the client's code.
const COMMANDS: Readonly<
  Record<Exclude<Invocation['command'], 'help' | 'version'>, () => Promise<Command>>
> = {
  synth: async () => (await import('./commands/synth')).synth,
  init: async () => (await import('./commands/init')).init,
  ls: async () => (await import('./commands/ls')).ls,
  sbom: async () => (await import('./commands/sbom')).sbom,
  lock: async () => (await import('./commands/lock')).lock,
  outdated: async () => (await import('./commands/outdated')).outdated,
  update: async () => (await import('./commands/update')).update,
  vendor: async () => (await import('./commands/vendor')).vendor,
  verify: async () => (await import('./commands/verify')).verify,
  test: async () => (await import('./commands/test')).test,
  build: async () => (await import('./commands/build')).build,
  shell: async () => (await import('./commands/shell')).shell,
  push: async () => (await import('./commands/push')).push,
  audit: async () => (await import('./commands/audit')).audit,
  history: async () => (await import('./commands/history')).history,
  du: async () => (await import('./commands/du')).du,
  prune: async () => (await import('./commands/prune')).prune,
  builder: async () => (await import('./commands/builder')).builder,
  dump: async () => (await import('./commands/dump')).dump,
  explain: async () => (await import('./commands/explain')).explain,
};

async function main(args: readonly string[]): Promise<number> {
  let invocation: Invocation | undefined;
  let context: CommandContext | undefined;
  try {
    invocation = parseInvocation(args);
    const { command } = invocation;
    if (command === 'help') return showHelp(invocation.arguments[0]);
    if (command === 'version') return showVersion();
    context = createContext(invocation);
    const run = await COMMANDS[command]();
    return await run(context);
  } catch (error) {
    const { reportFailure } = await import('./failure/report-failure');
    return reportFailure(error, { args, context });
  }
}

function showHelp(topic: string | undefined): ExitCode {
  const width = terminalWidth(process.stdout);
  process.stdout.write(topic === undefined ? renderHelp(width) : renderCommandHelp(topic, width));
  return EXIT.done;
}

function showVersion(): ExitCode {
  process.stdout.write(`${packageVersion()}\n`);
  return EXIT.done;
}

// Who reads the output may close it early (`synth ls | head -1`). The work goes on, unheard.
let outputError: Error | undefined;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') outputError ??= error;
});
process.stderr.on('error', () => {}); // there is nowhere left to tell of it

/** Runs the command. A result that could not be written, as on a full disk, is no result. */
async function run(args: readonly string[]): Promise<number> {
  const code = await main(args);
  await new Promise(setImmediate); // a stream tells of its error after the write
  if (outputError === undefined || code !== EXIT.done) return code;
  const { reportFailure } = await import('./failure/report-failure');
  const { outputFailure } = await import('./failure/output-failure');
  return reportFailure(outputFailure(outputError), { args, context: undefined });
}

run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
