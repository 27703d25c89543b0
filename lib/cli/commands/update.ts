import { basename } from 'node:path';
import { type UpdateResult, update as updateApp } from '../../build/update';
import type { Move } from '../../lock/compare-locks';
import { readAppOptions } from '../args/app-options';
import { readEnvironment } from '../args/environment-options';
import { readSnapshot } from '../args/snapshot-option';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { shortHashes } from '../terminal/short-hashes';
import { renderTable } from '../terminal/table';
import { terminalWidth } from '../terminal/terminal-width';
import { formatBytes } from '../terminal/units';

/** `synth update`: looks up anew what is locked, all of it or by names. */
export async function update(context: CommandContext): Promise<ExitCode> {
  const { arguments: names, messages, options, stdout } = context;
  const result = await updateApp({
    ...readAppOptions(context),
    names,
    environment: readEnvironment(context),
    snapshot: readSnapshot(options),
    security: options.has('security'),
    onMessage: (message) => messages.note(message),
  });
  const { advisories } = result;
  if (options.has('json')) stdout.write(jsonText(record(result)));
  else stdout.write(tableOf(result, terminalWidth(stdout)) + summary(result));
  for (const { sha256, url } of advisories ?? []) {
    messages.note(`advisories of ${url}, sha256 ${sha256}`);
  }
  return EXIT.done;
}

function record({ advisories, changed, file, moved }: UpdateResult): object {
  return {
    file: basename(file),
    changed,
    moved,
    ...(advisories === undefined ? {} : { advisories }),
  };
}

function tableOf({ advisories, moved }: UpdateResult, width: number | undefined): string {
  const isAbout = advisories !== undefined;
  return renderTable(
    [
      ...['NAME', 'BEFORE', 'AFTER'].map((title) => ({ title })),
      { title: 'SIZE', align: 'right' },
      ...(isAbout ? [{ title: 'ADVISORY' }] : []),
    ],
    joined(moved).map(({ advisories: ids = [], after, before, name, sizes }) => [
      name,
      before,
      after,
      sizes,
      ...(isAbout ? [ids.join(' ')] : []),
    ]),
    width,
  );
}

/** One row for what is the same for several architectures, but for its size. */
function joined(moved: readonly Move[]) {
  const groups = new Map<string, Move[]>();
  for (const move of moved) {
    const { after, before, kind, name } = move;
    const id = JSON.stringify([kind, name, before?.version, after?.version]);
    groups.set(id, [...(groups.get(id) ?? []), move]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { advisories, after, before, name } = first;
    const of = group.flatMap((move) => move.of ?? []);
    return {
      advisories,
      name: of.length === 0 ? name : `${name} (${of.join(', ')})`,
      before: before === undefined ? 'new' : shortHashes(before.version),
      after: after === undefined ? 'gone' : shortHashes(after.version),
      sizes: [...new Set(group.map(sizeText))].join(', '),
    };
  });
}

/** `1.20MB`, with what it was where that is another: `1.20MB → 1.21MB`. */
function sizeText({ after, before }: Move): string {
  const sizes = [before?.size, after?.size].flatMap((size) =>
    size === undefined ? [] : formatBytes(size),
  );
  return [...new Set(sizes)].join(' → ');
}

function summary({ changed, file, moved }: UpdateResult): string {
  const name = basename(file);
  if (!changed) return `${name} is up to date\n`;
  const count = (is: (move: Move) => boolean) => moved.filter(is).length;
  const added = count(({ before }) => before === undefined);
  const removed = count(({ after }) => after === undefined);
  return `${name} written: ${moved.length - added - removed} moved, ${added} added, ${removed} removed\n`;
}
