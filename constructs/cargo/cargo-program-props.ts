import {
  flag,
  instance,
  list,
  optional,
  type PropsOf,
  record,
  shape,
  text,
  VARIABLE_NAME,
} from '../../lib/props';
import { DEBIAN_ROOT } from '../debian/debian-root';
import { TARGET_PACKAGES } from '../stage/target-packages';
import type { CargoCrates } from './cargo-crates';

const NAME = text({ pattern: /^[A-Za-z0-9_][\w-]*$/, expected: 'a name of Cargo: "ripgrep"' });
const FEATURE = text({
  pattern: /^[\w+.-]+(?:\/[\w+.-]+)?$/,
  expected: 'a feature: "pcre2", "crate/feature"',
});

/** What fits {@link CargoProgramProps}. */
export const CARGO_PROGRAM_PROPS = shape({
  /** The Cargo.lock with its files, and the crates that it names. */
  crates: instance(
    'crates of Rust: new CargoCrates(...)',
    (value): value is CargoCrates => 'lower' in value && 'sources' in value && 'locked' in value,
  ),
  /** The root that compiles, on the build platform; rustc, cargo and a linker are added to it. */
  base: DEBIAN_ROOT,
  /** Name of the program: of a `[[bin]]`, or of the package. Becomes `--bin`. */
  program: NAME,
  /**
   * Package of the workspace that it is of. Becomes `--package`.
   *
   * @default - that of the folder, or all of the workspace
   */
  package: optional(NAME),
  /**
   * Becomes `--features`.
   *
   * @default []
   */
  features: optional(list(FEATURE)),
  /**
   * Whether the features that the package has by default are there. Becomes `--no-default-features`.
   *
   * @default true
   */
  defaultFeatures: optional(flag()),
  /**
   * Debian packages of each target's architecture, for crates that link C: `libssl-dev`. What pkg-config
   * says of them is found.
   *
   * @default []
   */
  packages: optional(TARGET_PACKAGES),
  /**
   * Environment of `cargo build`, e.g. `{ RUSTFLAGS: '-C target-cpu=x86-64-v3' }`.
   *
   * @default {}
   */
  env: optional(record(VARIABLE_NAME, text())),
});

/** Properties of a {@link CargoProgram}. */
export interface CargoProgramProps extends PropsOf<typeof CARGO_PROGRAM_PROPS> {}
