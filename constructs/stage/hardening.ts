import type { DebianArchitecture } from '../../lib/debian/architecture';

/** What compilers of C and C++ are told, so that what they make is hard to attack. */
interface Hardening {
  /** Arguments when something is compiled. */
  readonly compile?: readonly string[];
  /** Arguments when something is linked. */
  readonly link?: readonly string[];
  /** Debian's architectures whose compiler knows it. @default - all */
  readonly architectures?: readonly string[];
  /** Arguments that take back what Debian's compilers do by themselves. */
  readonly without?: Pick<Hardening, 'compile' | 'link'>;
}

/**
 * By name, in the order in which the arguments stand. Debian builds its packages so; `-fPIE` and
 * `-pie` are not said, since its compilers do both by themselves, and neither may meet `-shared`.
 *
 * @see dpkg-buildflags(1), "hardening"
 */
const HARDENINGS = {
  pie: { without: { compile: ['-fno-pie'], link: ['-no-pie'] } },
  relro: { link: ['-Wl,-z,relro'], without: { link: ['-Wl,-z,norelro'] } },
  now: { link: ['-Wl,-z,now'] },
  stackProtector: { compile: ['-fstack-protector-strong'] },
  stackClash: {
    compile: ['-fstack-clash-protection'],
    architectures: ['amd64', 'arm64', 'armhf', 'armel'],
  },
  fortify: { compile: ['-D_FORTIFY_SOURCE=2'] },
  format: { compile: ['-Wformat', '-Werror=format-security'] },
  controlFlow: { compile: ['-fcf-protection'], architectures: ['amd64'] },
  branchProtection: { compile: ['-mbranch-protection=standard'], architectures: ['arm64'] },
} as const satisfies Record<string, Hardening>;

/** The name of a hardening. */
export type HardeningName = keyof typeof HARDENINGS;

/** Names of all hardenings. */
export const HARDENING_NAMES = Object.keys(HARDENINGS) as readonly HardeningName[];

/** Arguments for compilers of C and C++. */
export interface CompilerFlags {
  /** When something is compiled, e.g. `-fstack-protector-strong`. */
  readonly compile: readonly string[];
  /** When something is linked, e.g. `-Wl,-z,now`. */
  readonly link: readonly string[];
}

export const NO_FLAGS: CompilerFlags = { compile: [], link: [] };

/** The arguments for one architecture; those of `departures` are left out, or taken back. */
export function compilerFlags(
  { debian }: DebianArchitecture,
  departures: ReadonlySet<string>,
): CompilerFlags {
  const known = Object.entries<Hardening>(HARDENINGS).flatMap(([name, hardening]) =>
    departures.has(name) ? [hardening.without ?? {}] : isFor(hardening, debian) ? [hardening] : [],
  );
  return {
    // Fortified functions are those of code that is optimised.
    compile: ['-O2', ...known.flatMap(({ compile = [] }) => compile)],
    link: known.flatMap(({ link = [] }) => link),
  };
}

const isFor = ({ architectures }: Hardening, debian: string) =>
  architectures === undefined || architectures.includes(debian);

/** The variables in which make, configure, CMake and Meson find them; none where there are none. */
export function compilerVariables({ compile, link }: CompilerFlags): Record<string, string> {
  if (compile.length === 0) return {};
  const compiled = compile.join(' ');
  return { CFLAGS: compiled, CXXFLAGS: compiled, LDFLAGS: link.join(' ') };
}
