import type { UsageRecord } from '../../client';
import { readUsageFilter } from '../args/usage-filter';
import type { CommandContext } from '../context';
import { idText, lastUsedText, recordText, sizeText } from '../daemon/usage-text';
import { withDaemon } from '../daemon/with-daemon';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { renderTable } from '../terminal/table';
import { terminalWidth } from '../terminal/terminal-width';
import { formatBytes } from '../terminal/units';

/** `synth du`: what the daemon's cache holds. */
export async function du(context: CommandContext): Promise<ExitCode> {
  const { options, signal, stdout } = context;
  const { filters, unusedForMs } = readUsageFilter(options.all('filter'));
  const all = await withDaemon(context, (connection) => connection.diskUsage({ filters, signal }));
  const records = unusedForMs === undefined ? all : all.filter(isUnusedSince(unusedForMs));
  if (options.has('json')) stdout.write(jsonText(records));
  else {
    stdout.write(
      options.has('verbose')
        ? records.map((record) => `${recordText(record)}\n`).join('')
        : renderTable(
            [
              { title: 'ID' },
              { title: 'RECLAIMABLE' },
              { title: 'SIZE', align: 'right' },
              { title: 'LAST USED' },
            ],
            records.map((record) => [
              idText(record),
              String(!record.isInUse),
              sizeText(record),
              lastUsedText(record),
            ]),
            terminalWidth(stdout),
          ),
    );
    stdout.write(sums(records));
  }
  return EXIT.done;
}

/** By the daemon's own rule when it prunes: what was never used is unused. */
function isUnusedSince(unusedForMs: number) {
  const limit = Date.now() - unusedForMs;
  return ({ lastUsedAt = 0 }: UsageRecord) => lastUsedAt <= limit;
}

function sums(records: readonly UsageRecord[]): string {
  const shared = sum(records.filter(({ isShared }) => isShared));
  const total = sum(records);
  const rows = [
    ...(shared > 0 ? [['Shared:', shared] as const, ['Private:', total - shared] as const] : []),
    ['Reclaimable:', sum(records.filter(({ isInUse }) => !isInUse))] as const,
    ['Total:', total] as const,
  ];
  return rows.map(([title, bytes]) => `${title.padEnd(13)} ${formatBytes(bytes)}\n`).join('');
}

const sum = (records: readonly UsageRecord[]) =>
  records.reduce((bytes, { size }) => bytes + size, 0);
