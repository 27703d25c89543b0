import type { PruneOptions, UsageRecord } from '../../client';
import type { OptionName } from '../args/options';
import { parseDuration, parseSize } from '../args/quantity';
import { usageError } from '../args/usage-error';
import { readUsageFilter } from '../args/usage-filter';
import type { CommandContext } from '../context';
import { confirm } from '../daemon/confirm';
import { idText, lastUsedText, recordText, sizeText } from '../daemon/usage-text';
import { withDaemon } from '../daemon/with-daemon';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { formatBytes } from '../terminal/units';

/** Ids that daemons make have 25 characters. */
const ID_WIDTH = 27;

/** `synth prune`: removes records of the daemon's cache. */
export async function prune(context: CommandContext): Promise<ExitCode> {
  const { messages, options, signal, stdout } = context;
  const what = readPruneOptions(context);
  if (!options.has('force') && !(await isConfirmed(context))) {
    messages.note('nothing was removed');
    return EXIT.done;
  }
  const removed: UsageRecord[] = [];
  await withDaemon(context, async (connection) => {
    for await (const record of connection.prune({ ...what, signal })) {
      removed.push(record);
      if (!options.has('json')) stdout.write(told(record, options.has('verbose')));
    }
  });
  if (options.has('json')) stdout.write(jsonText(removed));
  else stdout.write(`Total: ${formatBytes(removed.reduce((sum, { size }) => sum + size, 0))}\n`);
  return EXIT.done;
}

function readPruneOptions({ options }: CommandContext): PruneOptions {
  const { filters, unusedForMs } = readUsageFilter(options.all('filter'));
  const read = (name: OptionName, parse: (text: string, of: string) => number) => {
    const text = options.last(name);
    return text === undefined ? undefined : parse(text, `option "--${name}"`);
  };
  const keepDurationMs = read('keep-duration', parseDuration);
  if (keepDurationMs !== undefined && unusedForMs !== undefined) {
    throw usageError('options "--keep-duration" and "--filter until=…" say the same twice', {
      fix: 'give one of them',
    });
  }
  return {
    filters,
    all: options.has('all'),
    keepDurationMs: keepDurationMs ?? unusedForMs,
    reservedSpace: read('reserved-space', parseSize),
    maxUsedSpace: read('max-used-space', parseSize),
    minFreeSpace: read('min-free-space', parseSize),
  };
}

async function isConfirmed(context: CommandContext): Promise<boolean> {
  const which = context.options.has('all') ? 'nothing uses' : 'nothing uses and no image holds';
  const question = `Remove build cache that ${which}?`;
  const answer = await confirm(question, process.stdin, context);
  if (answer !== undefined) return answer;
  throw usageError('"synth prune" asks before it removes anything, and stdin has no answer', {
    fix: 'give "--force"',
  });
}

/** A line as soon as it is gone: a large cache takes its time. */
function told(record: UsageRecord, isVerbose: boolean): string {
  if (isVerbose) return `${recordText(record)}\n`;
  const size = sizeText(record).padStart(10);
  return `${idText(record).padEnd(ID_WIDTH)} ${size}  ${lastUsedText(record)}`
    .trimEnd()
    .concat('\n');
}
