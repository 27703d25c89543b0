import {
  list,
  oneOf,
  optional,
  type PropsOf,
  record,
  shape,
  text,
  wholeNumber,
} from '../../lib/props';

import { DEBIAN_ARCHIVE_PROPS, type DebianArchiveProps } from './debian-archive';

const PIN_PACKAGE = text({
  pattern: /^(src:)?[a-z0-9*?[][a-z0-9+.*?[\]!^-]*(:[a-z0-9]+)?$/,
  expected: 'a name or a pattern of packages: "nginx", "nginx*", "src:nginx", or "*" for all',
});

const DEBIAN_PIN = shape({
  /**
   * Names of packages, patterns of the shell, `src:<name>` for the packages of a source; without an
   * architecture (`:arm64`, `:any`) those of the root's own. `*` alone is for all, and counts less than
   * what names packages.
   */
  packages: list(PIN_PACKAGE, { min: 1 }),
  /**
   * Versions of suites, by what their Release says, as after `Pin: release`: `trixie-backports`, or
   * `o=Debian,n=trixie*` with the letters a (archive), n (code name), o (origin), l (label),
   * c (component), v (version).
   *
   * @default - not by that
   */
  release: optional(text()),
  /**
   * Versions of an archive, by the host of its URL, as after `Pin: origin`; Debian's own is
   * `deb.debian.org`, wherever it is fetched from.
   *
   * @default - not by that
   */
  origin: optional(text({ pattern: /^[a-z0-9.*?-]+$/, expected: 'a host: "deb.debian.org"' })),
  /**
   * Versions by themselves, or by a pattern, as after `Pin: version`: `1.26.*`.
   *
   * @default - not by that
   */
  version: optional(
    text({ pattern: /^[A-Za-z0-9.+~:*?[\]!-]+$/, expected: 'a version, or a pattern: "1.26.*"' }),
  ),
  /**
   * How much they are wanted. The highest is taken, of equal ones the highest version; what is below 0
   * never. Suites have 500, backports 100 and experimental 1 where no pin is for them.
   */
  priority: wholeNumber({ min: -32_768, max: 32_767 }),
});

/**
 * Which versions of packages are wanted: a stanza of apt's preferences.
 *
 * @see apt_preferences(5)
 */
export interface DebianPin extends PropsOf<typeof DEBIAN_PIN> {}

/** What fits {@link DebianBaseProps}. */
export const DEBIAN_BASE_PROPS = shape({
  /**
   * Code name of the release, `bookworm` or later, or `sid`; the `-updates` and `-security` suites of a
   * release come with it.
   */
  suite: text(),
  /** Date of the archive, `YYYYMMDDThhmmssZ`: the state of Debian that everything is taken from. */
  snapshot: text(),
  /**
   * Components of the archive.
   *
   * @default ['main']
   */
  components: optional(
    list(text({ pattern: /^[a-z][a-z-]*$/, expected: 'a component: "main"' }), { min: 1 }),
  ),
  /**
   * Suites beside those of the release. Of `backports` and `experimental` nothing is taken that the
   * release has, unless a pin or a version asks for it; of `proposed-updates` and `sid` whatever is newer.
   *
   * @default []
   */
  also: optional(
    list(oneOf('backports', 'backports-sloppy', 'experimental', 'proposed-updates', 'sid')),
  ),
  /**
   * Archives beside Debian's own, with their own keys. What they have newer is taken as from any suite;
   * pins with their host as `origin` say otherwise.
   *
   * @default []
   */
  archives: optional(list<DebianArchiveProps>(DEBIAN_ARCHIVE_PROPS)),
  /**
   * Which versions are wanted, with the meaning of apt's preferences; of those that fit a package's
   * version the first one counts.
   *
   * @default []
   */
  pins: optional(list<DebianPin>(DEBIAN_PIN)),
  /**
   * Numbers of users and groups that packages add, by name. Without, an account has the number that
   * belongs to its name, from 101 to 999, whatever else is installed; a build fails where two names
   * have the same.
   *
   * @default {}
   */
  accounts: optional(
    record(
      text({ pattern: /^[a-z_][a-z0-9_-]*$/, expected: 'the name of an account: "redis"' }),
      wholeNumber({ min: 101, max: 59_999 }),
    ),
  ),
});

/** Properties of a {@link DebianBase}. */
export interface DebianBaseProps extends PropsOf<typeof DEBIAN_BASE_PROPS> {}
