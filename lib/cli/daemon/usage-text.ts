import type { UsageRecord } from '../../client';
import { plainLine } from '../terminal/clean-text';
import { formatBytes, formatTime } from '../terminal/units';

/** Id of a record as lists have it: with a star where it may still change. */
export const idText = ({ id, isMutable }: UsageRecord): string => `${id}${isMutable ? '*' : ''}`;

/** Size of a record as lists have it: with a star where an image has the content, too. */
export const sizeText = ({ isShared, size }: UsageRecord): string =>
  `${formatBytes(size)}${isShared ? '*' : ''}`;

/** When it was last used; empty of what never was. */
export const lastUsedText = ({ lastUsedAt }: UsageRecord): string =>
  lastUsedAt === undefined ? '' : formatTime(lastUsedAt);

/** All that is known of a record, a line each. */
export function recordText(record: UsageRecord): string {
  const rows: readonly (readonly [string, string])[] = [
    ['id', record.id],
    ['parents', record.parents.join(', ')],
    ['type', record.type],
    ['description', plainLine(record.description)],
    ['created', formatTime(record.createdAt)],
    ['last used', lastUsedText(record)],
    ['used', `${record.usageCount} times`],
    ['size', formatBytes(record.size)],
    ['reclaimable', String(!record.isInUse)],
    ['mutable', String(record.isMutable)],
    ['shared', String(record.isShared)],
  ];
  return rows
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key.padEnd(12)} ${value}\n`)
    .join('');
}
