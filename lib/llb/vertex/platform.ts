import { BuildError } from '../../errors';
import type { Platform } from '../../oci/platform';
import type { PlatformMessage } from '../wire/op';

/** The platform as an op holds it. */
export function platformMessage(platform: Platform): PlatformMessage {
  return {
    architecture: platform.architecture,
    os: platform.os,
    variant: platform.variant ?? '',
    osVersion: platform.osVersion ?? '',
    osFeatures: platform.osFeatures ?? [],
  };
}

/** The platform of a decoded op. */
export function platformOfMessage(message: PlatformMessage): Platform {
  const { os, architecture, variant, osVersion, osFeatures } = message;
  return {
    os,
    architecture,
    ...(variant === '' ? {} : { variant }),
    ...(osVersion === '' ? {} : { osVersion }),
    ...(osFeatures.length === 0 ? {} : { osFeatures }),
  };
}

/** A platform of our own; fails for one that lacks a part which every op needs. */
export function requirePlatform(platform: Platform): Platform {
  if (platform.os === '' || platform.architecture === '') {
    throw new BuildError('E_LLB_OPTION', 'platform has no os or no architecture', {
      got: JSON.stringify(platform),
      expected: 'for example { os: "linux", architecture: "amd64" }',
    });
  }
  const { osFeatures } = platform;
  return osFeatures === undefined ? { ...platform } : { ...platform, osFeatures: [...osFeatures] };
}
