import { execFileSync } from 'node:child_process';
import { groupNumber, userNumber } from '../../lib/debian';

describe('numbers of accounts', () => {
  test.each(['postgres', 'apt-cacher-ng', '_rpc', 'mysql', 'a'])('of packages: %s', (name) => {
    const [sum] = execFileSync('cksum', { input: name, encoding: 'utf8' }).split(' ');
    const wanted = 101 + (Number(sum) % 899);
    expect([userNumber(name, {}), groupNumber(name, {})]).toEqual([wanted, wanted]);
  });

  test('that a base gives come before those of names', () => {
    expect(userNumber('redis', { redis: 321 })).toBe(321);
    expect(groupNumber('redis', { redis: 321 })).toBe(321);
  });

  test('of every Debian are fixed', () => {
    expect(userNumber('www-data', {})).toBe(33);
    expect(groupNumber('audio', {})).toBe(29);
    expect([userNumber('man', {}), groupNumber('man', {})]).toEqual([6, 12]);
  });

  test('of names that every object has are as of any other', () => {
    expect(userNumber('constructor', {})).toBeGreaterThan(100);
  });
});
