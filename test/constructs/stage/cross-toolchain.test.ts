import { crossToolchain } from '../../../constructs/stage/cross-toolchain';
import { architectureOf, supportedPlatforms } from '../../../lib/debian/architecture';
import { formatPlatform, parsePlatform } from '../../../lib/oci/platform';

function architecture(text: string) {
  const platform = parsePlatform(text);
  const found = platform && architectureOf(platform);
  if (found === undefined) throw new Error(`no architecture ${text}`);
  return found;
}

describe('the cross toolchain', () => {
  test('is the native one where nothing is crossed', () => {
    const amd64 = architecture('linux/amd64');

    expect(crossToolchain('c', amd64, amd64)).toEqual(['gcc', 'libc6-dev']);
    expect(crossToolchain('c++', amd64, amd64)).toEqual(['g++', 'libc6-dev']);
  });

  // Names of packages of trixie.
  test.each([
    ['linux/arm64', ['gcc-aarch64-linux-gnu', 'libc6-dev-arm64-cross']],
    ['linux/arm/v7', ['gcc-arm-linux-gnueabihf', 'libc6-dev-armhf-cross']],
    ['linux/arm/v5', ['gcc-arm-linux-gnueabi', 'libc6-dev-armel-cross']],
    ['linux/386', ['gcc-i686-linux-gnu', 'libc6-dev-i386-cross']],
    ['linux/ppc64le', ['gcc-powerpc64le-linux-gnu', 'libc6-dev-ppc64el-cross']],
    ['linux/riscv64', ['gcc-riscv64-linux-gnu', 'libc6-dev-riscv64-cross']],
    ['linux/s390x', ['gcc-s390x-linux-gnu', 'libc6-dev-s390x-cross']],
  ])('for %s is %j', (target, packages) => {
    expect(crossToolchain('c', architecture(target), architecture('linux/amd64'))).toEqual(
      packages,
    );
  });

  test('for amd64 has a name that a package can have, though its triplet has not', () => {
    const packages = crossToolchain(
      'c++',
      architecture('linux/amd64'),
      architecture('linux/arm64'),
    );

    expect(packages).toEqual(['g++-x86-64-linux-gnu', 'libc6-dev-amd64-cross']);
  });

  test('is of every platform that Debian has', () => {
    const amd64 = architecture('linux/amd64');
    const compilers = supportedPlatforms().map(
      (platform) => crossToolchain('c', architecture(formatPlatform(platform)), amd64)[0],
    );

    expect(new Set(compilers).size).toBe(supportedPlatforms().length);
    for (const compiler of compilers) expect(compiler).toMatch(/^gcc(-[a-z0-9-]+)?$/);
  });
});
