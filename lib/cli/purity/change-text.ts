import type { Change } from '../../purity/construct-difference';
import { hideValues } from './hide-values';

/** Characters of a value that are shown, and before the place where two values part. */
const MAX_LENGTH = 60;
const LEAD = 20;
const MAX_CHANGES = 3;

/** What is shown of a field that differs; without values where they are secret. */
export interface ShownChange {
  readonly field: string;
  readonly here?: string;
  readonly elsewhere?: string;
}

/** A change as people and machines may see it. */
export function shownChange(
  { after, before, field, of }: Change,
  isSecret: boolean,
  env: NodeJS.ProcessEnv,
): ShownChange {
  const shown = { field: `${of} ${field}`.trim() };
  if (isSecret) return shown;
  const [here, elsewhere] = [before, after].map((value) =>
    value === undefined ? undefined : hideValues(value, env),
  );
  const start = commonLength(here ?? '', elsewhere ?? '');
  return {
    ...shown,
    ...(here === undefined ? {} : { here: around(here, start) }),
    ...(elsewhere === undefined ? {} : { elsewhere: around(elsewhere, start) }),
  };
}

/** `exec meta.args[2]: "1" here, "2" elsewhere; and 3 more fields` */
export function changesText(changes: readonly ShownChange[]): string {
  const shown = changes.slice(0, MAX_CHANGES).map(({ elsewhere, field, here }) => {
    if (here === undefined && elsewhere === undefined) return field;
    return `${field}: ${quoted(here)} here, ${quoted(elsewhere)} elsewhere`;
  });
  const more = changes.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function quoted(value: string | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

/** The part of a long value where it differs from another. */
function around(value: string, start: number): string {
  if (value.length <= MAX_LENGTH) return value;
  const from = Math.max(0, Math.min(start - LEAD, value.length - MAX_LENGTH));
  const part = value.slice(from, from + MAX_LENGTH);
  return `${from > 0 ? '…' : ''}${part}${from + MAX_LENGTH < value.length ? '…' : ''}`;
}
