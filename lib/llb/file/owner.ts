import { checkId } from '../vertex/option-check';
import type { ChownMessage, UserMessage } from '../wire/file';

/**
 * Owner of what a file action makes.
 *
 * Text is `user` or `user:group`, each a name or an id; `root` is id 0 without a look-up. A part
 * that is not given is kept.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/fileop.go `WithUser`
 */
export type Owner = string | OwnerIds;

/** User and group, each by id or by name. */
export interface OwnerIds {
  /** @default - kept */
  readonly user?: number | string;
  /** @default - kept */
  readonly group?: number | string;
}

/** Becomes `pb.ChownOpt`; names are looked up in the input with the index `base`. */
export function ownerMessage(owner: Owner | undefined, base: number): ChownMessage | undefined {
  if (owner === undefined) return undefined;
  const { user, group } = typeof owner === 'string' ? splitOwner(owner) : owner;
  return { user: userMessage(user, base), group: userMessage(group, base) };
}

/** An owner of our own; fails for ids out of range. */
export function checkOwner(owner: Owner | undefined): Owner | undefined {
  if (typeof owner !== 'object') return owner;
  if (typeof owner.user === 'number') checkId('owner user', owner.user);
  if (typeof owner.group === 'number') checkId('owner group', owner.group);
  return { ...owner };
}

function splitOwner(text: string): OwnerIds {
  const colon = text.indexOf(':');
  if (colon < 0) return { user: text };
  return { user: text.slice(0, colon), group: text.slice(colon + 1) };
}

function userMessage(user: number | string | undefined, base: number): UserMessage | undefined {
  if (user === undefined) return undefined;
  if (typeof user === 'number') return { id: user + 0 };
  const id = parseId(user);
  return id === undefined ? { name: { name: user, input: base } } : { id };
}

// Go reads a signed 32-bit number here, and what is neither number nor name means id 0.
function parseId(text: string): number | undefined {
  if (text === 'root' || text === '') return 0;
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return value >= -(2 ** 31) && value < 2 ** 31 ? value >>> 0 : undefined;
}
