import type { State } from '../../lib/llb';
import { either, type Field } from '../../lib/props';
import type { LocatedConstruct } from '../core/located-construct';
import type { Target } from '../core/target';
import type { DebianBase } from '../debian/debian-base';
import type { DebianPackages } from '../debian/debian-packages';
import { DEBIAN_ROOT, packagesOf } from '../debian/debian-root';
import { imageVariables } from '../source/image-runtime';
import { IMAGE_SOURCE, ImageSource } from '../source/image-source';

/** What commands can run in: a Debian root, or an image of a registry. */
export type StageBase = DebianBase | DebianPackages | ImageSource;

/** A property that is such a base. */
export const STAGE_BASE: Field<StageBase> = either(DEBIAN_ROOT, IMAGE_SOURCE);

/** The root of a stage on the build platform. */
export interface StageRoot {
  readonly state: State;
  /** Variables that it brings. */
  readonly env: Readonly<Record<string, string>>;
  /** Seconds since 1970. */
  readonly sourceDateEpoch: number;
}

/**
 * Lowers the base of a stage.
 *
 * @param added packages beside those of the base, where that is a Debian
 */
export function stageRoot(
  base: StageBase,
  added: readonly string[],
  target: Target,
  owner: LocatedConstruct,
): StageRoot {
  const native = target.for(target.build);
  if (ImageSource.isImageSource(base)) {
    const locked = base.locked(native);
    return {
      state: base.lower(native),
      env: imageVariables(locked?.config ?? {}),
      sourceDateEpoch: locked?.created ?? 0,
    };
  }
  const packages = packagesOf(base);
  const { sourceDateEpoch } = packages.base;
  const root = added.length === 0 ? packages : packages.with({ packages: added });
  return { state: root.root(native, owner), env: {}, sourceDateEpoch };
}
