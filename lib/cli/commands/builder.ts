import type { DaemonInfo, GcRule, Worker } from '../../client';
import { formatPlatform } from '../../oci/platform';
import type { CommandContext } from '../context';
import { withDaemon } from '../daemon/with-daemon';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { plainLine } from '../terminal/clean-text';
import { formatBytes } from '../terminal/units';

/** `synth builder`: what the daemon tells of itself. */
export async function builder(context: CommandContext): Promise<ExitCode> {
  const { options, signal, stdout } = context;
  const told = await withDaemon(context, async (connection) => ({
    address: connection.address,
    ...(await connection.info({ signal })),
    workers: await connection.workers({ signal }),
  }));
  stdout.write(options.has('json') ? jsonText(told) : builderText(told));
  return EXIT.done;
}

function builderText(
  told: DaemonInfo & { readonly address: string; readonly workers: readonly Worker[] },
): string {
  const { address, engineVersion, isDocker, revision, version, workers } = told;
  return [
    row('address', address),
    row('BuildKit', [version, revision].filter(Boolean).join(' ')),
    ...(isDocker ? [row('Docker', engineVersion ?? 'yes')] : []),
    ...workers.flatMap(workerLines),
  ].join('');
}

function workerLines({ gcPolicy, id, labels, platforms }: Worker): string[] {
  return [
    '\n',
    row('worker', id),
    row('platforms', platforms.map(formatPlatform).join(', ')),
    ...Object.entries(labels)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => row('label', `${name}=${value}`)),
    ...gcPolicy.map((rule) => row('gc rule', ruleText(rule))),
  ];
}

function ruleText(rule: GcRule): string {
  const parts = [
    rule.all ? 'all' : '',
    rule.filters.join(' or '),
    rule.keepDurationMs > 0 ? `keep duration ${rule.keepDurationMs / 3_600_000}h` : '',
    spaceText('reserved space', rule.reservedSpace),
    spaceText('max used space', rule.maxUsedSpace),
    spaceText('min free space', rule.minFreeSpace),
  ];
  return parts.filter(Boolean).join(', ') || 'everything';
}

const spaceText = (name: string, bytes: number) =>
  bytes > 0 ? `${name} ${formatBytes(bytes)}` : '';

const row = (title: string, value: string) => `${title.padEnd(10)} ${plainLine(value)}\n`;
