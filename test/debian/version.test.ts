import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { compareVersions, isVersion, splitVersion } from '../../lib/debian';

/** Each line in ascending order, by the rules of Policy 5.6.12. */
const ASCENDING = [
  ['1.0~~', '1.0~~a', '1.0~', '1.0', '1.0a'],
  [
    '1.0~rc1-1',
    '1.0~rc2-1',
    '1.0-1~bpo1',
    '1.0-1',
    '1.0-1+b1',
    '1.0-1+deb13u1',
    '1.0-1.1',
    '1.0-2',
  ],
  ['1.2', '1.2a', '1.2+1', '1.2.1', '1.3', '1.10', '1.100'],
  ['2', '10', '1:0', '1:0.1', '2:0'],
  ['1.0', '1.0-0.1', '1.0-1'],
  ['0~1', '0', '0.0~', '0.0', '0.0.0'],
  ['1A', '1Z', '1a', '1z', '1+', '1.'],
  ['9999999999999999999998', '9999999999999999999999', '10000000000000000000000'],
];

const EQUAL: [string, string][] = [
  ['1.0', '0:1.0'],
  ['1.0', '1.00'],
  ['1.0', '1.0-0'],
  ['1.0-', '1.0'],
  ['1.001', '1.1'],
  ['0', ''],
];

const piece = fc.constantFrom('0', '00', '1', '9', '10', 'a', 'Z', '~', '+', '.', '-', 'rc', 'b1');
const version = fc
  .tuple(fc.option(fc.constantFrom('0:', '1:', '12:')), fc.array(piece, { maxLength: 6 }))
  .map(([epoch, pieces]) => `${epoch ?? ''}1${pieces.join('')}`.replace(/-+$/, ''));

describe('compareVersions', () => {
  it.each(ASCENDING.map((line) => [line]))('orders %j', (line) => {
    for (const [i, a] of line.entries()) {
      for (const [j, b] of line.entries()) {
        expect([a, b, Math.sign(compareVersions(a, b))]).toEqual([a, b, Math.sign(i - j)]);
      }
    }
  });

  it.each(EQUAL)('takes %j and %j for equal', (a, b) => {
    expect(compareVersions(a, b)).toBe(0);
    expect(compareVersions(b, a)).toBe(0);
  });

  it('is a total order', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
        const [low, middle, high] = [a, b, c].sort(compareVersions);
        if (low === undefined || middle === undefined || high === undefined)
          throw new Error('three');
        expect(compareVersions(low, middle)).toBeLessThanOrEqual(0);
        expect(compareVersions(middle, high)).toBeLessThanOrEqual(0);
        expect(compareVersions(low, high)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('agrees with dpkg', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const order = compareVersions(a, b);
        const operator = order < 0 ? 'lt' : order > 0 ? 'gt' : 'eq';
        const { status } = spawnSync('dpkg', ['--compare-versions', a, operator, b]);
        expect([a, operator, b, status]).toEqual([a, operator, b, 0]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('splitVersion', () => {
  it('splits at the first colon and the last hyphen', () => {
    expect(splitVersion('1:2.3-rc-4')).toEqual({ epoch: 1, upstream: '2.3-rc', revision: '4' });
    expect(splitVersion('2.3')).toEqual({ epoch: 0, upstream: '2.3', revision: '' });
  });
});

describe('isVersion', () => {
  it.each(['1', '1:2.0-1', '1.0~rc1+dfsg-1.1'])('accepts %s', (text) => {
    expect(isVersion(text)).toBe(true);
  });

  it.each(['', 'a1', '1 0', '1.0-', 'x:1', '1_0'])('rejects %j', (text) => {
    expect(isVersion(text)).toBe(false);
  });
});
