import { isIP } from 'node:net';
import fc from 'fast-check';
import { image } from '../../../lib/llb';
import { canonicalIp } from '../../../lib/llb/exec/ip-address';
import { optionError, resultBody } from '../decoded';
import { compareRows, goTables } from '../go-tables';

test("gives what Go's net.ParseIP and String give", () => {
  const { ours, go } = compareRows(goTables().ip, (text) => canonicalIp(text) ?? null);
  expect(ours).toEqual(go);
});

/** Texts that are nearly addresses. */
const nearly = fc
  .oneof(fc.ipV4(), fc.ipV4Extended(), fc.ipV6())
  .chain((address) =>
    fc.tuple(fc.constant(address), fc.nat({ max: 40 }), fc.constantFrom('', ':', '.', '0', 'g')),
  )
  .map(([address, at, put]) => address.slice(0, at) + put + address.slice(at + 1));

test('takes exactly the addresses that Node takes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), nearly), (text) => {
      expect({ text, isAddress: canonicalIp(text) !== undefined }).toEqual({
        text,
        isAddress: isIP(text) !== 0,
      });
    }),
    { numRuns: 3000 },
  );
});

test('a canonical address is its own canonical form', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const canonical = canonicalIp(text) ?? '';
      expect(canonicalIp(canonical)).toBe(canonical);
    }),
  );
});

test('shortens as URLs do, but for IPv4 inside IPv6', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const canonical = canonicalIp(text) ?? '';
      fc.pre(canonical.includes(':'));
      expect(`[${canonical}]`).toBe(new URL(`http://[${text}]/`).hostname);
    }),
    { numRuns: 1000 },
  );
});

test('IPv4 inside IPv6 is IPv4, however it is written', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
      const groups = [a * 256 + b, c * 256 + d].map((group) => group.toString(16));
      expect(canonicalIp(`::ffff:${address}`)).toBe(address);
      expect(canonicalIp(`0:0:0:0:0:FFFF:${groups.join(':')}`)).toBe(address);
      expect(canonicalIp(`::${address}`)).not.toBe(address);
    }),
  );
});

test.each([
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3', 'the longest run of zeros'],
  ['1:0:0:2:0:0:3:4', '1::2:0:0:3:4', 'the first of equal runs'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7', 'no run of one'],
  ['0:0:1::', '0:0:1::', 'a run at the end'],
  ['::1:0:0:0', '::1:0:0:0', 'a run at the start'],
  ['00AB::', 'ab::', 'no leading zeros, lower case'],
])('%s is written %s: %s', (text, canonical) => {
  expect(canonicalIp(text)).toBe(canonical);
});

test('a host line holds the canonical address, another text is refused', () => {
  const run = (ip: string) =>
    image('a')
      .addExtraHost('db', ip)
      .run({ args: ['x'], extraHosts: [{ host: 'b', ip: '::1' }] }).root;
  expect(resultBody(run('0:0::FF'), 'exec').meta?.extraHosts).toEqual([
    { host: 'db', ip: '::ff' },
    { host: 'b', ip: '::1' },
  ]);
  expect(() => run('host-gateway')).toThrow(
    optionError('extraHosts', '"host-gateway"', 'an IP address'),
  );
});
