import { NPM_RANGE } from '../../lib/inputs/npm/request';
import { PACKAGE_NAME } from '../../lib/npm';
import {
  flag,
  list,
  optional,
  type PropsOf,
  RELATIVE_PATH,
  record,
  shape,
  text,
} from '../../lib/props';
import { DEBIAN_ROOT } from '../debian/debian-root';
import { READABLE_SOURCE } from '../source/lock-files';
import { TARGET_PACKAGES } from '../stage/target-packages';

const NAME = text({
  pattern: PACKAGE_NAME,
  expected: 'the name of a package: "left-pad", "@scope/name"',
});

/** What fits {@link NpmPackagesProps}. */
export const NPM_PACKAGES_PROPS = shape({
  /**
   * Files with a package-lock.json, a pnpm-lock.yaml or a yarn.lock, and a package.json: of the app, or of a git
   * repository.
   *
   * @default - `packages` is given
   */
  source: optional(READABLE_SOURCE),
  /**
   * Folder of the lock in the source.
   *
   * @default - its root
   */
  directory: optional(RELATIVE_PATH),
  /**
   * Packages of registries, with their versions, ranges or tags: `{ 'parse-server': '8.2.3' }`. npm
   * itself resolves them when they are locked.
   *
   * @default - `source` is given
   */
  packages: optional(
    record(NAME, text({ pattern: NPM_RANGE, expected: 'a version, a range or a tag: "8.2.3"' })),
  ),
  /** The root that unpacks, on the build platform. */
  base: DEBIAN_ROOT,
  /**
   * Whether what is needed for development alone is there, for stages that compile and test.
   *
   * @default false
   */
  dev: optional(flag()),
  /**
   * Packages whose install scripts run. They are compiled for the platform that builds, so no other one
   * is possible.
   *
   * @default []
   */
  scripts: optional(list(NAME, { unique: true })),
  /**
   * Packages that work without their install scripts.
   *
   * @default []
   */
  ignoreScripts: optional(list(NAME, { unique: true })),
  /**
   * Debian packages that install scripts compile with, beside npm, node-gyp and a C++ compiler:
   * `libvips-dev`.
   *
   * @default []
   */
  scriptPackages: optional(TARGET_PACKAGES),
  /**
   * Version of Node that the packages run with: `22.12.0`.
   *
   * @default - that of the package nodejs of the base's suite
   */
  node: optional(text({ pattern: /^\d+\.\d+\.\d+$/, expected: 'a version of Node: "22.12.0"' })),
  /**
   * Packages that work with that Node, whatever their `engines` say.
   *
   * @default []
   */
  ignoreEngines: optional(list(NAME, { unique: true })),
});

/** Properties of {@link NpmPackages}: `source`, or `packages`. */
export interface NpmPackagesProps extends PropsOf<typeof NPM_PACKAGES_PROPS> {}
