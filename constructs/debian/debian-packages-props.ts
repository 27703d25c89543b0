import { flag, list, optional, type PropsOf, shape, text } from '../../lib/props';

/**
 * A binary package, of another architecture as `libc6:arm64`, of one version as `nginx=1.26.3-3`.
 *
 * @see Debian Policy 5.6.1, apt-get(8)
 */
const WANTED = text({
  pattern: /^[a-z0-9][a-z0-9+.-]+(:[a-z0-9]+)?(=[A-Za-z0-9.+~:*?-]+)?$/,
  expected: 'the name of a binary package: "libc6", or "nginx=1.26.3-3"',
});

const NAME = text({
  pattern: /^[a-z0-9][a-z0-9+.-]+(:[a-z0-9]+)?$/,
  expected: 'the name of a binary package: "libc6"',
});

/** What fits {@link DebianPackagesProps}. */
export const DEBIAN_PACKAGES_PROPS = shape({
  /**
   * Names of binary packages; what they depend on comes with them. A package of another architecture
   * than the root's is `libssl-dev:arm64`, with Debian's name of it, which dpkg of the root then knows.
   * `nginx=1.26.3-3` is that version, `nginx=1.26.*` the highest that the pattern fits; what it depends
   * on has the usual ones, which pins of the base change.
   *
   * @default []
   */
  packages: optional(list(WANTED)),
  /**
   * Whether what the packages recommend comes with them, as with `apt-get install` by itself; in a root
   * also what those of the layers below recommend, but for its minbase.
   *
   * @default false
   */
  recommends: optional(flag()),
  /**
   * Names of packages that may not come: another alternative is taken, what is merely recommended is
   * left out, and where there is no way without it `synth lock` tells what needs it. It holds for
   * layers above, too.
   *
   * @default []
   */
  exclude: optional(list(NAME)),
});

/** A choice of packages. */
export interface DebianPackagesProps extends PropsOf<typeof DEBIAN_PACKAGES_PROPS> {}
