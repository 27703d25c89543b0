import { either, type Field, instance } from '../../lib/props';
import { DebianBase } from './debian-base';
import { DebianPackages } from './debian-packages';

/** A property that is a Debian root: a base stands for its minbase. */
export const DEBIAN_ROOT: Field<DebianBase | DebianPackages> = either(
  instance('a Debian: new DebianBase(...)', (value) => DebianBase.isDebianBase(value)),
  instance('a root of one: debian.minbase({ packages: [...] })', (value) =>
    DebianPackages.isDebianPackages(value),
  ),
);

/** The packages of a root. */
export function packagesOf(root: DebianBase | DebianPackages): DebianPackages {
  return DebianBase.isDebianBase(root) ? root.minbase() : root;
}
