#!/usr/bin/env node
import type { Command, CommandContext } from './context';
import type { ExitCode } from './exit-code';
import { EXIT } from './exit-code';
import { type Invocation, parseInvocation } from './invocation';

// Everything else is loaded when it is needed: `synth --help` must not wait for the client's code.
const COMMANDS: Readonly<
  Record<Exclude<Invocation['command'], 'help' | 'version'>, () => Command>
> = {
  synth: () => (require('./commands/synth') as typeof import('./commands/synth')).synth,
  ls: () => (require('./commands/ls') as typeof import('./commands/ls')).ls,
  lock: () => (require('./commands/lock') as typeof import('./commands/lock')).lock,
  build: () => (require('./commands/build') as typeof import('./commands/build')).build,
  push: () => (require('./commands/push') as typeof import('./commands/push')).push,
  dump: () => (require('./commands/dump') as typeof import('./commands/dump')).dump,
};

async function main(args: readonly string[]): Promise<ExitCode> {
  let invocation: Invocation | undefined;
  let context: CommandContext | undefined;
  try {
    invocation = parseInvocation(args);
    const { command } = invocation;
    if (command === 'help') return showHelp(invocation.arguments[0]);
    if (command === 'version') return showVersion();
    const { createContext } = require('./create-context') as typeof import('./create-context');
    context = createContext(invocation);
    return await COMMANDS[command]()(context);
  } catch (error) {
    const { reportFailure } = require('./report-failure') as typeof import('./report-failure');
    return reportFailure(error, { args, context });
  }
}

function showHelp(topic: string | undefined): ExitCode {
  const { renderCommandHelp, renderHelp } = require('./help') as typeof import('./help');
  process.stdout.write(topic === undefined ? renderHelp() : renderCommandHelp(topic));
  return EXIT.done;
}

function showVersion(): ExitCode {
  const { packageVersion } = require('./version') as typeof import('./version');
  process.stdout.write(`${packageVersion()}\n`);
  return EXIT.done;
}

// Who reads the output may close it early (`synth ls | head -1`). The work goes on, unheard.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
