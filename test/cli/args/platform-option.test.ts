import { parsePlatformOptions } from '../../../lib/cli/args/platform-option';

test('reads platforms as lists and as repeated options', () => {
  expect(parsePlatformOptions(['linux/amd64,linux/arm64', 'linux/amd64', 'linux/arm/v7'])).toEqual([
    'linux/amd64',
    'linux/arm64',
    'linux/arm/v7',
  ]);
  expect(() => parsePlatformOptions(['arm64'])).toThrow('has a value that is no platform');
});
