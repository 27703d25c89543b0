import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearPackages } from '../../lib/debian/near-packages';

/** Some hundred packages of Debian trixie: those that are near to the cases, and some of the others. */
const NAMES = readFileSync(join(__dirname, '../fixtures/debian/package-names.txt'), 'utf8')
  .trim()
  .split('\n');

describe('nearPackages', () => {
  test.each([
    // A letter too few, too many, wrong, or in the wrong place.
    ['libsl3', 'libssl3t64'],
    ['pyhton3', 'python3'],
    ['nodjs', 'nodejs'],
    ['nginix', 'nginx'],
    ['busybox-statc', 'busybox-static'],
    ['coreutil', 'coreutils'],
    ['build-essentials', 'build-essential'],
    // Separators.
    ['cacertificates', 'ca-certificates'],
    ['ca_certificates', 'ca-certificates'],
    ['node.js', 'nodejs'],
    // A version that is missing, or another one.
    ['libc', 'libc6'],
    ['libssl3', 'libssl3t64'],
    ['libcurl4', 'libcurl4t64'],
    ['libpng16', 'libpng16-16t64'],
    ['libstdc++', 'libstdc++6'],
    ['zlib', 'zlib1g'],
    ['python', 'python3'],
    ['libicu72', 'libicu76'],
    ['postgresql-15', 'postgresql-17'],
    ['openjdk-17-jre', 'openjdk-21-jre'],
    // A word that is missing, or one too many.
    ['openssh', 'openssh-client'],
    ['git-core', 'git'],
    ['rustc-1.70', 'rustc'],
  ])('of %s is first of all %s', (wanted, meant) => {
    expect(nearPackages(wanted, NAMES)[0]).toBe(meant);
  });

  test.each([
    ['openjdk', 'openjdk-21-jre'],
    ['libjpeg', 'libjpeg62-turbo'],
    ['netcat', 'netcat-openbsd'],
  ])('of %s are several, one of them %s', (wanted, meant) => {
    expect(nearPackages(wanted, NAMES)).toContain(meant);
  });

  test('are no names that merely have as many letters', () => {
    expect(nearPackages('mysql-client', NAMES)).toEqual([]);
    expect(nearPackages('xyzzyqq', NAMES)).toEqual([]);
  });
});
