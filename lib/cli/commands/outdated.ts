import { outdated as findOutdated } from '../../build/outdated';
import { BuildErrors } from '../../errors';
import type { OutdatedEntries } from '../../lock/find-outdated';
import { readAppOptions } from '../args/app-options';
import { readEnvironment } from '../args/environment-options';
import { readSnapshot } from '../args/snapshot-option';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { plainLine, redactCredentials } from '../terminal/clean-text';
import { shortHashes } from '../terminal/short-hashes';
import { renderTable } from '../terminal/table';
import { terminalWidth } from '../terminal/terminal-width';

/** `synth outdated`: what of the lock there is something newer of. */
export async function outdated(context: CommandContext): Promise<ExitCode> {
  const { messages, options, stdout } = context;
  const result = await findOutdated({
    ...readAppOptions(context),
    environment: readEnvironment(context),
    snapshot: readSnapshot(options),
    security: options.has('security'),
    onMessage: (message) => messages.note(message),
  });
  const { advisories, errors, outdated: found, untold } = result;
  if (options.has('json')) stdout.write(jsonText(record(result)));
  else {
    const text = renderTable(
      [
        { title: 'NAME' },
        { title: 'LOCKED' },
        { title: 'NEWEST' },
        { title: 'BY' },
        { title: 'ADVISORY' },
      ],
      found.map(({ advisory = '', by, locked, name, newest, of }) => [
        of === undefined ? name : `${name} (${of.join(', ')})`,
        shortHashes(locked),
        plainLine(shortHashes(newest)),
        by === 'update' ? 'synth update' : 'the app',
        plainLine(advisory),
      ]),
      terminalWidth(stdout),
    );
    stdout.write(text || (errors.length === 0 ? 'nothing is outdated\n' : ''));
  }
  for (const kind of new Set(untold.map((asked) => asked.kind))) {
    const count = untold.filter((asked) => asked.kind === kind).length;
    messages.note(`of ${count} of kind "${kind}" nobody can tell: "synth update" reads them again`);
  }
  for (const { sha256, url } of advisories ?? []) {
    messages.note(`advisories of ${url}, sha256 ${sha256}`);
  }
  // Not 3, and not 0: what is due is not known.
  BuildErrors.throwIfAny(errors);
  return found.length === 0 ? EXIT.done : EXIT.differs;
}

function record({ errors, untold, ...result }: OutdatedEntries): object {
  return {
    ...result,
    errors: errors.map(({ code, details: { constructPath }, message }) => ({
      ...{ code, message: redactCredentials(message), constructPath },
    })),
    untold: untold.map(({ constructPath, key, kind }) => ({ kind, name: key, constructPath })),
  };
}
