import type { DebianArchitecture } from '../../lib/debian/architecture';
import { list, text } from '../../lib/props';

/** A property that names Debian packages of each target's architecture: `libssl-dev`. */
export const TARGET_PACKAGES = list(
  text({
    pattern: /^[a-z0-9][a-z0-9+.-]+$/,
    expected: 'the name of a Debian package: "libssl-dev"',
  }),
);

/** A package of the target's architecture, by the name that it has in a root of the build platform. */
export function ofTarget(
  name: string,
  target: DebianArchitecture,
  build: DebianArchitecture,
): string {
  return target.debian === build.debian ? name : `${name}:${target.debian}`;
}

/** Packages of the target that are compiled against, with what tells a build of them. */
export function linkedPackages(
  names: readonly string[],
  target: DebianArchitecture,
  build: DebianArchitecture,
): string[] {
  if (names.length === 0) return [];
  return ['pkgconf', ...names.map((name) => ofTarget(name, target, build))];
}

/** Has Debian's pkg-config find what is of the target alone. */
export function pkgConfigEnvironment({ multiarch }: DebianArchitecture): Record<string, string> {
  return {
    PKG_CONFIG: '/usr/bin/pkg-config',
    PKG_CONFIG_LIBDIR: `/usr/lib/${multiarch}/pkgconfig:/usr/share/pkgconfig`,
  };
}
