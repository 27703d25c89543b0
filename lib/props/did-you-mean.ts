import { nearMisses } from '../errors/near-miss';
import { quote } from './describe-value';

// No name is longer, and a distance takes as many steps as the product of both lengths.
const MAX_LENGTH = 100;

/** The one of `names` that is nearest to `wanted`; undefined if none is near. */
export function nearest(wanted: string, names: Iterable<string>): string | undefined {
  return wanted.length > MAX_LENGTH ? undefined : nearMisses(wanted, names, 1)[0];
}

/** The nearest name as the `fix` of an error. */
export function didYouMean(wanted: string, names: Iterable<string>): string | undefined {
  const name = nearest(wanted, names);
  return name === undefined ? undefined : `did you mean ${quote(name)}?`;
}
