import { groupNumber, userNumber } from '../../../lib/debian';
import type { RuntimeImageProps } from '../runtime-image-props';

/** Numeric user and group that a runtime runs as where nothing else is said. */
export const NONROOT_ID = 65532;

/** A user with its group. */
export interface Ids {
  readonly uid: number;
  readonly gid: number;
  /** Names that must have these numbers in the finished tree, since packages bring them. */
  readonly names: { readonly user?: string; readonly group?: string };
}

/**
 * Numbers of the user of an image, or of another owner: those that it says, those of its own accounts,
 * or those that accounts of packages have by their names. The build makes sure of the last.
 */
export function idsOf(
  { accounts = [], base, user = `${NONROOT_ID}:${NONROOT_ID}` }: RuntimeImageProps,
  owner: string = user,
): Ids {
  const [name = '', group = name] = owner.split(':');
  if (/^\d/.test(name)) return { uid: Number(name), gid: Number(group), names: {} };
  const own = accounts.find((account) => account.name === name);
  const ownGroup = accounts.find((account) => account.name === group);
  const given = base.base.accounts;
  return {
    uid: own?.id ?? userNumber(name, given),
    gid: ownGroup === undefined ? groupNumber(group, given) : (ownGroup.group ?? ownGroup.id),
    names: { ...(!own && { user: name }), ...(!ownGroup && { group }) },
  };
}
