import { list, optional, type PropsOf, shape, text } from '../../lib/props';

/**
 * A binary package, of another architecture as `libc6:arm64`.
 *
 * @see Debian Policy 5.6.1
 */
const PACKAGE = text({
  pattern: /^[a-z0-9][a-z0-9+.-]+(:[a-z0-9]+)?$/,
  expected: 'the name of a binary package: "libc6"',
});

/** What fits {@link DebianPackagesProps}. */
export const DEBIAN_PACKAGES_PROPS = shape({
  /**
   * Names of binary packages; what they depend on comes with them. A package of another architecture
   * than the root's is `libssl-dev:arm64`, with Debian's name of it, which dpkg of the root then knows.
   *
   * @default []
   */
  packages: optional(list(PACKAGE)),
});

/** A choice of packages. */
export interface DebianPackagesProps extends PropsOf<typeof DEBIAN_PACKAGES_PROPS> {}
