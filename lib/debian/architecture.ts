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
  /** Its programs: `e_machine` of ELF, and 32 or 64 bits. */
  readonly elf: { readonly machine: number; readonly bits: 32 | 64 };
}

/** Release architectures of trixie and their OCI platforms, from dpkg's cputable and tupletable. */
const ARCHITECTURES: readonly DebianArchitecture[] = [
  architecture('amd64', 'x86_64-linux-gnu', linux('amd64'), { machine: 62, bits: 64 }),
  architecture('arm64', 'aarch64-linux-gnu', linux('arm64'), { machine: 183, bits: 64 }),
  architecture('armhf', 'arm-linux-gnueabihf', linux('arm', 'v7'), { machine: 40, bits: 32 }),
  architecture('armel', 'arm-linux-gnueabi', linux('arm', 'v5'), { machine: 40, bits: 32 }),
  architecture('i386', 'i686-linux-gnu', linux('386'), { machine: 3, bits: 32 }),
  architecture('ppc64el', 'powerpc64le-linux-gnu', linux('ppc64le'), { machine: 21, bits: 64 }),
  architecture('riscv64', 'riscv64-linux-gnu', linux('riscv64'), { machine: 243, bits: 64 }),
  architecture('s390x', 's390x-linux-gnu', linux('s390x'), { machine: 22, bits: 64 }),
];

function architecture(
  debian: string,
  gnu: string,
  platform: Platform,
  elf: DebianArchitecture['elf'],
): DebianArchitecture {
  return { debian, gnu, multiarch: gnu.replace(/^i\d86-/, 'i386-'), platform, elf };
}

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

function linux(architecture: string, variant?: string): Platform {
  return variant === undefined
    ? { os: 'linux', architecture }
    : { os: 'linux', architecture, variant };
}
