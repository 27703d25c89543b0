import type { Platform } from '../oci/platform';

/** One release architecture of Debian, under the names that others have for it. */
export interface DebianArchitecture {
  /** Debian's name, e.g. `arm64`. */
  readonly debian: string;
  /** GNU triplet of its toolchain, e.g. `aarch64-linux-gnu`. */
  readonly gnu: string;
  /** Name of its library folders, `/usr/lib/<multiarch>`: the triplet, but for i386. */
  readonly multiarch: string;
  /** OCI platform, e.g. `linux/arm64`. */
  readonly platform: Platform;
}

const linux = (architecture: string, variant?: string): Platform =>
  variant === undefined ? { os: 'linux', architecture } : { os: 'linux', architecture, variant };

/** Release architectures of trixie and their OCI platforms, from dpkg's cputable and tupletable. */
const ARCHITECTURES: readonly DebianArchitecture[] = (
  [
    { debian: 'amd64', gnu: 'x86_64-linux-gnu', platform: linux('amd64') },
    { debian: 'arm64', gnu: 'aarch64-linux-gnu', platform: linux('arm64') },
    { debian: 'armhf', gnu: 'arm-linux-gnueabihf', platform: linux('arm', 'v7') },
    { debian: 'armel', gnu: 'arm-linux-gnueabi', platform: linux('arm', 'v5') },
    { debian: 'i386', gnu: 'i686-linux-gnu', platform: linux('386') },
    { debian: 'ppc64el', gnu: 'powerpc64le-linux-gnu', platform: linux('ppc64le') },
    { debian: 'riscv64', gnu: 'riscv64-linux-gnu', platform: linux('riscv64') },
    { debian: 's390x', gnu: 's390x-linux-gnu', platform: linux('s390x') },
  ] as const
).map((one) => ({ ...one, multiarch: one.gnu.replace(/^i\d86/, 'i386') }));

/** Finds the Debian architecture of an OCI platform; `linux/arm64/v8` is `linux/arm64`. */
export function architectureOf(platform: Platform): DebianArchitecture | undefined {
  const variant = platform.architecture === 'arm64' ? undefined : platform.variant;
  return ARCHITECTURES.find(
    (known) =>
      known.platform.os === platform.os &&
      known.platform.architecture === platform.architecture &&
      known.platform.variant === variant,
  );
}

/** The platforms that images can be made for, e.g. `linux/amd64`. */
export function supportedPlatforms(): readonly Platform[] {
  return ARCHITECTURES.map(({ platform }) => platform);
}
