import type { DebianArchitecture } from '../../lib/debian/architecture';
import { stageEnvironment } from '../stage/stage-environment';
import { pkgConfigEnvironment } from '../stage/target-packages';

/**
 * The variables of a `cargo build` for a target: nothing is fetched, and what compiles and links is
 * Debian's, which is named after the target.
 *
 * @param triple Rust's name of the target
 * @see The Cargo Book, "Configuration"; the crates cc and pkg-config
 */
export function cargoEnvironment(
  architecture: DebianArchitecture,
  triple: string,
  sourceDateEpoch: number,
  output: string,
): Record<string, string> {
  const { gnu } = architecture;
  const name = triple.replace(/-/g, '_');
  return {
    ...stageEnvironment(sourceDateEpoch),
    CARGO_HOME: '/cargo/home',
    CARGO_TARGET_DIR: output,
    CARGO_NET_OFFLINE: 'true',
    CARGO_INCREMENTAL: '0',
    CARGO_PROFILE_RELEASE_STRIP: 'symbols',
    [`CARGO_TARGET_${name.toUpperCase()}_LINKER`]: `${gnu}-gcc`,
    [`CC_${name}`]: `${gnu}-gcc`,
    [`AR_${name}`]: `${gnu}-ar`,
    ...pkgConfigEnvironment(architecture),
    PKG_CONFIG_ALLOW_CROSS: '1',
  };
}
