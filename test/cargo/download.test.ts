import { CRATES_IO, crateUrl, type LockedCrate, targetTriple } from '../../lib/cargo';
import { architectureOf, supportedPlatforms } from '../../lib/debian/architecture';

const crate = (name: string): LockedCrate => ({
  name,
  version: '1.0.0',
  source: { type: 'registry', id: '', sha256: 'f'.repeat(64) },
});

test.each([
  [CRATES_IO, 'Serde', 'https://static.crates.io/crates/Serde/1.0.0/download'],
  ['https://r.example/dl/', 'a', 'https://r.example/dl/a/1.0.0/download'],
  ['https://r.example/{crate}-{version}.crate', 'a', 'https://r.example/a-1.0.0.crate'],
  ['https://r.example/{prefix}/{crate}', 'a', 'https://r.example/1/a'],
  ['https://r.example/{prefix}/{crate}', 'ab', 'https://r.example/2/ab'],
  ['https://r.example/{prefix}/{crate}', 'abc', 'https://r.example/3/a/abc'],
  [
    'https://r.example/{lowerprefix}/{prefix}/{crate}',
    'MyCrate',
    'https://r.example/my/cr/My/Cr/MyCrate',
  ],
  ['https://r.example/{sha256-checksum}', 'a', `https://r.example/${'f'.repeat(64)}`],
])('a registry with the address %s gives out %s at %s', (dl, name, url) => {
  expect(crateUrl(dl, crate(name))).toBe(url);
});

test('Rust has a name for each platform that Debian has', () => {
  const names = supportedPlatforms().map((platform) =>
    targetTriple(architectureOf(platform)?.debian ?? ''),
  );

  expect(names).not.toContain(undefined);
  expect(new Set(names).size).toBe(names.length);
  expect(targetTriple('constructor')).toBeUndefined();
});
