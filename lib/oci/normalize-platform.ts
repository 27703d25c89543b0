import type { Platform } from './platform';

const ARM64_VARIANTS: ReadonlyMap<string, string> = new Map([
  ['8', ''],
  ['v8', ''],
  ['v8.0', ''],
  ['9', 'v9'],
  ['9.0', 'v9'],
  ['v9.0', 'v9'],
]);
const ARM_VARIANTS: ReadonlyMap<string, string> = new Map([
  ['', 'v7'],
  ['5', 'v5'],
  ['6', 'v6'],
  ['7', 'v7'],
  ['8', 'v8'],
]);

/**
 * The platform under its usual name: `x86_64` is `amd64`, `aarch64` is `arm64`, a variant that is
 * the default of its architecture is left out, `arm` without variant is `v7`.
 *
 * A state's platform is normalised before it reaches an op; the platform option of an op is not.
 *
 * @see https://github.com/containerd/platforms `Normalize`
 */
export function normalizePlatform(platform: Platform): Platform {
  const os = platform.os.toLowerCase();
  const [architecture, variant] = normalizeArchitecture(
    platform.architecture.toLowerCase(),
    (platform.variant ?? '').toLowerCase(),
  );
  const { osVersion, osFeatures } = platform;
  return {
    os: os === 'macos' ? 'darwin' : os,
    architecture,
    ...(variant === '' ? {} : { variant }),
    ...(osVersion === undefined ? {} : { osVersion }),
    ...(osFeatures === undefined ? {} : { osFeatures: [...new Set(osFeatures)].sort(bytewise) }),
  };
}

function normalizeArchitecture(architecture: string, variant: string): [string, string] {
  switch (architecture) {
    case 'i386':
      return ['386', ''];
    case 'x86_64':
    case 'x86-64':
    case 'amd64':
      return ['amd64', variant === 'v1' ? '' : variant];
    case 'aarch64':
    case 'arm64':
      return ['arm64', ARM64_VARIANTS.get(variant) ?? variant];
    case 'armhf':
      return ['arm', 'v7'];
    case 'armel':
      return ['arm', 'v6'];
    case 'arm':
      return ['arm', ARM_VARIANTS.get(variant) ?? variant];
    default:
      return [architecture, variant];
  }
}

function bytewise(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
