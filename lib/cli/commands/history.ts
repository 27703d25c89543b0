import type { BuildRecord, Connection } from '../../client';
import { didYouMean } from '../args/suggest';
import { usageError } from '../args/usage-error';
import type { CommandContext } from '../context';
import { withDaemon } from '../daemon/with-daemon';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { progressMode } from '../progress/auto';
import { createDisplay } from '../progress/create-display';
import { plainLine } from '../terminal/clean-text';
import { renderTable } from '../terminal/table';
import { terminalWidth } from '../terminal/terminal-width';
import { formatSeconds, formatTime } from '../terminal/units';

type Verb = (
  connection: Connection,
  ids: readonly string[],
  context: CommandContext,
) => Promise<void>;

const VERBS: Readonly<Record<string, Verb>> = { ls: list, inspect, logs, rm: remove };

/** `synth history`: the builds that a daemon remembers. */
export async function history(context: CommandContext): Promise<ExitCode> {
  const [name = 'ls', ...ids] = context.arguments;
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb === undefined) throw unknownVerb(name);
  if (name === 'rm' && ids.length === 0) {
    throw usageError('"synth history rm" needs the id of a build', {
      fix: 'see "synth history ls"',
    });
  }
  await withDaemon(context, (connection) => verb(connection, ids, context));
  return EXIT.done;
}

function unknownVerb(name: string) {
  const names = Object.keys(VERBS);
  return usageError(`"synth history" does not know "${name}"`, {
    expected: names.join(', '),
    ...didYouMean(name, names),
  });
}

async function list(
  connection: Connection,
  _ids: readonly string[],
  { options, signal, stdout }: CommandContext,
): Promise<void> {
  const records = await connection.history({ signal });
  stdout.write(
    options.has('json')
      ? jsonText(records)
      : renderTable(
          [
            { title: 'ID' },
            { title: 'STATUS' },
            { title: 'CREATED' },
            { title: 'TIME', align: 'right' },
            { title: 'STEPS', align: 'right' },
            { title: 'IMAGE' },
          ],
          records.map((record) => [
            record.ref,
            statusOf(record),
            formatTime(record.createdAt),
            timeOf(record),
            `${record.steps.completed}/${record.steps.total}`,
            namesOf(record),
          ]),
          terminalWidth(stdout),
        ),
  );
}

async function inspect(
  connection: Connection,
  ids: readonly string[],
  { options, signal, stdout }: CommandContext,
): Promise<void> {
  const records = await find(connection, ids, signal);
  if (options.has('json')) return void stdout.write(jsonText(records));
  for (const record of records) {
    const { cached, completed, total } = record.steps;
    const rows = [
      ['id', record.ref],
      ['image', namesOf(record)],
      ['status', statusOf(record)],
      ...(record.error === undefined ? [] : [['error', plainLine(record.error)]]),
      ['created', new Date(record.createdAt).toISOString()],
      ['time', timeOf(record)],
      ['steps', `${completed} of ${total}, ${cached} cached`],
      ['warnings', String(record.warnings)],
      ['exporters', record.exporters.map(({ type }) => type).join(', ')],
    ];
    stdout.write(rows.map(([key = '', value = '']) => `${key.padEnd(10)} ${value}\n`).join(''));
  }
}

async function logs(
  connection: Connection,
  ids: readonly string[],
  { color, env, options, signal, stderr, stdout }: CommandContext,
): Promise<void> {
  const mode = progressMode(options.last('progress'), env, stderr);
  for (const record of await find(connection, ids, signal)) {
    const display = createDisplay(mode === 'tty' ? 'plain' : mode, {
      stream: stdout,
      title: () => namesOf(record),
      color: color && stdout.isTTY === true,
    });
    await connection.replay(record.ref, (status) => display.update(status), { signal });
    display.done();
  }
}

async function remove(
  connection: Connection,
  ids: readonly string[],
  { signal, stdout }: CommandContext,
): Promise<void> {
  for (const { ref } of await find(connection, ids, signal)) {
    await connection.forget(ref, { signal });
    stdout.write(`${ref}\n`);
  }
}

/** The builds of ids or their beginnings, or the newest. */
async function find(
  connection: Connection,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly BuildRecord[]> {
  const records = await connection.history({ signal });
  if (ids.length === 0) {
    const [newest] = records;
    if (newest === undefined) throw usageError('the daemon remembers no build', {});
    return [newest];
  }
  return ids.map((id) => {
    const [found, ...others] = records.filter(({ ref }) => ref.startsWith(id));
    if (found !== undefined && others.length === 0) return found;
    throw usageError(`the daemon remembers ${found ? 'several builds' : 'no build'} "${id}"`, {
      ...(found ? { got: [found, ...others].map(({ ref }) => ref).join(', ') } : {}),
      fix: 'see "synth history ls"',
    });
  });
}

function statusOf({ completedAt, error }: BuildRecord): string {
  if (completedAt === undefined) return 'running';
  if (error === undefined) return 'completed';
  return error.endsWith('context canceled') ? 'canceled' : 'failed';
}

function timeOf({ completedAt, createdAt }: BuildRecord): string {
  return completedAt === undefined ? '-' : formatSeconds(completedAt - createdAt);
}

/** Names of the image, else where the result went. */
function namesOf({ exporters }: BuildRecord): string {
  const names = exporters.find(({ attrs }) => attrs.name)?.attrs.name;
  return plainLine(names ?? (exporters.map(({ type }) => type).join(',') || '-'));
}
