import { App, BaseImage, DebianBase } from '../../../constructs';
import { checkDebianPlatforms, debianArchitecture } from '../../../constructs/debian/platform';
import { parsePlatform } from '../../../lib/oci/platform';
import { errorsOf } from '../../support/lowered';

const app = new App();
const base = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
const platform = (text: string) => parsePlatform(text) ?? { os: '', architecture: '' };
const EXPECTED =
  'one of linux/amd64, linux/arm64, linux/arm/v7, linux/arm/v5, linux/386, linux/ppc64le, linux/riscv64, linux/s390x';

test.each([
  ['linux/amd64', 'amd64'],
  ['linux/arm64', 'arm64'],
  ['linux/arm64/v8', 'arm64'],
  ['linux/arm/v7', 'armhf'],
  ['linux/arm/v5', 'armel'],
  ['linux/386', 'i386'],
  ['linux/ppc64le', 'ppc64el'],
  ['linux/riscv64', 'riscv64'],
  ['linux/s390x', 's390x'],
])('%s is %s of Debian', (text, debian) => {
  expect(debianArchitecture(platform(text), base).debian).toBe(debian);
});

describe('a platform that Debian does not have', () => {
  test.each(['linux/arm', 'linux/arm/v6', 'linux/amd64/v3', 'windows/amd64', 'linux/loong64'])(
    '%s is told with who needs it, or without where that has no line',
    (text) => {
      expect(errorsOf(() => debianArchitecture(platform(text), base))).toMatchObject([
        {
          code: 'E_PLATFORM',
          message: 'debian: the platform is not one that Debian has',
          details: { constructPath: 'debian', got: `"${text}"`, expected: EXPECTED },
        },
      ]);
      expect(errorsOf(() => debianArchitecture(platform(text), app))).toMatchObject([
        { code: 'E_PLATFORM', message: 'the platform is not one that Debian has' },
      ]);
    },
  );

  test('is told for each of an image that is one, and for no other', () => {
    const image = new BaseImage(app, 'image', {
      base,
      platforms: ['linux/amd64', 'linux/arm', 'linux/arm64', 'windows/amd64'],
    });

    expect(
      checkDebianPlatforms(image).map(({ details, message }) => [message, details.got]),
    ).toEqual(
      ['"linux/arm"', '"windows/amd64"'].map((got) => [
        'image: the platform is not one that Debian has',
        got,
      ]),
    );
  });
});
