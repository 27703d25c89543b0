const TRIPLES: Readonly<Record<string, string>> = {
  amd64: 'x86_64-unknown-linux-gnu',
  arm64: 'aarch64-unknown-linux-gnu',
  armhf: 'armv7-unknown-linux-gnueabihf',
  armel: 'armv5te-unknown-linux-gnueabi',
  i386: 'i686-unknown-linux-gnu',
  ppc64el: 'powerpc64le-unknown-linux-gnu',
  riscv64: 'riscv64gc-unknown-linux-gnu',
  s390x: 's390x-unknown-linux-gnu',
};

/**
 * Rust's name of a Debian architecture, as `libstd-rust-dev` of that has its libraries.
 *
 * @see Debian's rustc, debian/architecture.mk
 */
export function targetTriple(debian: string): string | undefined {
  return Object.hasOwn(TRIPLES, debian) ? TRIPLES[debian] : undefined;
}
