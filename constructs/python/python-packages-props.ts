import { list, optional, type PropsOf, RELATIVE_PATH, shape, text } from '../../lib/props';
import { DEBIAN_ROOT } from '../debian/debian-root';
import { READABLE_SOURCE } from '../source/lock-files';

const NAME = text({
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/,
  expected: 'a name of Python packaging: "numpy"',
});

/** What fits {@link PythonPackagesProps}. */
export const PYTHON_PACKAGES_PROPS = shape({
  /** Files with the lock file: of the app, or of a git repository. */
  source: READABLE_SOURCE,
  /**
   * The root that installs, on the build platform; python3, python3-installer and python3-packaging are
   * added to it. Its Python and its C library are what wheels are chosen for.
   */
  base: DEBIAN_ROOT,
  /**
   * Folder of the lock file in the source.
   *
   * @default - its root
   */
  directory: optional(RELATIVE_PATH),
  /**
   * Name of the lock file, which says its form: `pylock.toml` or `pylock.<name>.toml`, `uv.lock`,
   * `poetry.lock`, and `<name>.txt` for a requirements file with hashes.
   *
   * @default - the one that is there, of pylock.toml, uv.lock, poetry.lock and requirements.txt
   */
  file: optional(
    text({
      pattern: /^(?:pylock(?:\.[\w-]+)?\.toml|uv\.lock|poetry\.lock|[\w.-]*[\w-]\.txt)$/,
      expected: 'a lock file of Python packages: "uv.lock", "requirements.txt"',
    }),
  ),
  /**
   * Extras of the project whose packages come, too.
   *
   * @default []
   */
  extras: optional(list(NAME)),
  /**
   * Groups of dependencies whose packages come, too: `dev`.
   *
   * @default - none; the default groups of a pylock.toml
   */
  groups: optional(list(NAME)),
  /**
   * The project of a workspace of uv.
   *
   * @default - the project at the root
   */
  project: optional(NAME),
  /**
   * Packages that come from elsewhere, such as `numpy` of Debian's python3-numpy; of a uv.lock also what
   * they alone need.
   *
   * @default []
   */
  exclude: optional(list(NAME)),
  /**
   * Hosts that ask who fetches a wheel, with their port if it is none of the usual: a build sends them
   * the login of netrc, or the secret `HTTP_AUTH_HEADER.<host>`.
   *
   * @default []
   */
  logins: optional(
    list(text({ pattern: /^[a-z0-9.-]+(?::\d+)?$/, expected: 'a host: "pypi.example.org"' })),
  ),
});

/** Properties of {@link PythonPackages}. */
export interface PythonPackagesProps extends PropsOf<typeof PYTHON_PACKAGES_PROPS> {}
