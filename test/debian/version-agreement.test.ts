import { findDisagreements, versionsAgree } from '../../lib/debian';

describe('versionsAgree', () => {
  it.each([
    ['5.2-1', '5.2-1'],
    ['5.2-1', '5.2-1+b1'],
    ['5.2-1+b2', '5.2-1+b10'],
    ['1.0', '1.0+b1'],
    ['1:2.0-1+deb13u1', '1:2.0-1+deb13u1+b1'],
    ['0:1.0-1', '1.0-1'],
  ])('takes %s and %s for one version', (a, b) => {
    expect(versionsAgree(a, b)).toBe(true);
    expect(versionsAgree(b, a)).toBe(true);
  });

  it.each([
    ['5.2-1', '5.2-2'],
    ['5.2-1', '1:5.2-1'],
    ['5.2-1', '5.2-1+deb13u1'],
    ['5.2-1', '5.2-1.1'],
    ['5.2-1', '5.2-1+nmu1'],
    ['5.2-1', '5.2-1+b1.1'],
    ['5.2-1', '5.2-1+b'],
    ['5.2-1~bpo13+1', '5.2-1'],
    ['5.2+b1-1', '5.2-1'],
  ])('takes %s and %s for two versions', (a, b) => {
    expect(versionsAgree(a, b)).toBe(false);
    expect(versionsAgree(b, a)).toBe(false);
  });
});

describe('findDisagreements', () => {
  const platform = (packages: Readonly<Record<string, string>>) =>
    Object.entries(packages).map(([name, version]) => ({ name, version }));

  it('accepts equal versions, rebuilds, and packages that one platform lacks', () => {
    const platforms = new Map([
      ['linux/amd64', platform({ a: '1-1+b2', b: '1', x: '1' })],
      ['linux/arm64', platform({ a: '1-1', b: '1' })],
    ]);
    expect(findDisagreements(platforms)).toEqual([]);
    expect(findDisagreements(new Map())).toEqual([]);
  });

  it('tells all packages that differ, each with the version of every platform that has it', () => {
    const platforms = new Map([
      ['linux/amd64', platform({ a: '1-2', b: '1', c: '1' })],
      ['linux/arm64', platform({ a: '1-1', b: '1', d: '1' })],
      ['linux/riscv64', platform({ a: '1-2', c: '2', d: '1' })],
    ]);
    expect(findDisagreements(platforms)).toEqual([
      {
        name: 'a',
        versions: [
          { platform: 'linux/amd64', version: '1-2' },
          { platform: 'linux/arm64', version: '1-1' },
          { platform: 'linux/riscv64', version: '1-2' },
        ],
      },
      {
        name: 'c',
        versions: [
          { platform: 'linux/amd64', version: '1' },
          { platform: 'linux/riscv64', version: '2' },
        ],
      },
    ]);
  });

  it('compares a package of a foreign architecture by its name', () => {
    const platforms = new Map([
      ['linux/amd64', platform({ libc6: '2', 'libc6:arm64': '2' })],
      ['linux/arm64', platform({ libc6: '1' })],
    ]);
    expect(findDisagreements(platforms)).toEqual([
      {
        name: 'libc6',
        versions: [
          { platform: 'linux/amd64', version: '2' },
          { platform: 'linux/arm64', version: '1' },
        ],
      },
    ]);
  });
});
