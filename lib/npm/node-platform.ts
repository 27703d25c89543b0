import type { Platform } from '../oci/platform';

/** A platform as packages of npm name it. */
export interface NodePlatform {
  /** `process.platform`. */
  readonly os: string;
  /** `process.arch`. */
  readonly cpu: string;
  /** C library of Debian. */
  readonly libc: string;
}

const CPUS: Readonly<Record<string, string>> = {
  amd64: 'x64',
  arm64: 'arm64',
  arm: 'arm',
  '386': 'ia32',
  ppc64le: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
};

/** What Node says of a platform; undefined for one that it has no name for. */
export function nodePlatform({ architecture, os }: Platform): NodePlatform | undefined {
  const cpu = Object.hasOwn(CPUS, architecture) ? CPUS[architecture] : undefined;
  return cpu === undefined ? undefined : { os, cpu, libc: 'glibc' };
}

/** For which platforms a package is; all of them where a list is empty. */
export interface PlatformNeeds {
  /** `linux`, `!win32`. */
  readonly os: readonly string[];
  /** `x64`, `!arm`. */
  readonly cpu: readonly string[];
  /** `glibc`, `musl`. */
  readonly libc: readonly string[];
}

/** Whether a package is for a platform. @see npm-install-checks, `checkPlatform` */
export function isFor(needs: PlatformNeeds, platform: NodePlatform): boolean {
  return (['os', 'cpu', 'libc'] as const).every((name) => isListed(platform[name], needs[name]));
}

function isListed(value: string, list: readonly string[]): boolean {
  if (list.includes(`!${value}`)) return false;
  const wanted = list.filter((one) => !one.startsWith('!'));
  return wanted.length === 0 || wanted.includes(value) || wanted.includes('any');
}
