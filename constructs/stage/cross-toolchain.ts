import type { DebianArchitecture } from '../../lib/debian/architecture';

/** A language whose cross toolchain Debian has as packages. */
export type CrossLanguage = 'c' | 'c++';

const COMPILERS: Readonly<Record<CrossLanguage, string>> = { c: 'gcc', 'c++': 'g++' };

/**
 * The packages that compile for `target` on `build`.
 *
 * @returns e.g. `gcc-aarch64-linux-gnu` and `libc6-dev-arm64-cross`; the native ones where both
 *   architectures are the same. Either way the compiler is called `<gnu triplet>-gcc`.
 */
export function crossToolchain(
  language: CrossLanguage,
  target: DebianArchitecture,
  build: DebianArchitecture,
): string[] {
  const compiler = COMPILERS[language];
  if (target.debian === build.debian) return [compiler, 'libc6-dev'];
  return [`${compiler}-${target.gnu.replace(/_/g, '-')}`, `libc6-dev-${target.debian}-cross`];
}
