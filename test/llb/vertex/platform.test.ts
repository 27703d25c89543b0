import fc from 'fast-check';
import { image, normalizePlatform, type State } from '../../../lib/llb';
import {
  platformMessage,
  platformOfMessage,
  requirePlatform,
} from '../../../lib/llb/vertex/platform';
import type { Platform } from '../../../lib/oci/platform';
import { marshal, resultOp } from '../decoded';
import { compareRows, type GoPlatform, goTables } from '../go-tables';

const word = fc.constantFrom('', 'linux', 'macOS', 'arm', 'arm64', 'AMD64', 'v8', '7', 'V1', 'é');
const platform: fc.Arbitrary<Platform> = fc.record(
  {
    os: word.filter(Boolean),
    architecture: word.filter(Boolean),
    variant: word,
    osVersion: fc.string(),
    osFeatures: fc.array(fc.string({ unit: 'binary', maxLength: 2 }), { maxLength: 4 }),
  },
  { requiredKeys: ['os', 'architecture'] },
);

function ofGo(from: GoPlatform): Platform {
  const { os, architecture, variant, 'os.version': osVersion, 'os.features': osFeatures } = from;
  return {
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(osVersion === undefined ? {} : { osVersion }),
    ...(osFeatures === undefined ? {} : { osFeatures }),
  };
}

test('is normalised as by containerd', () => {
  const rows = goTables().platform.map(({ in: before, out }) => ({
    in: ofGo(before),
    out: out === null ? null : ofGo(out),
  }));
  const { ours, go } = compareRows(rows, normalizePlatform);
  expect(ours).toEqual(go);
});

test('a name that JavaScript knows is a name like any other', () => {
  for (const name of ['constructor', 'valueof', '__proto__']) {
    for (const architecture of [name, 'arm', 'arm64']) {
      const odd = { os: name, architecture, variant: name };
      expect(normalizePlatform(odd)).toEqual(odd);
    }
  }
});

test('a normalised platform stays as it is, and the one given too', () => {
  fc.assert(
    fc.property(platform, (given) => {
      const before = JSON.stringify(given);
      const normal = normalizePlatform(given);
      expect(normalizePlatform(normal)).toEqual(normal);
      expect(JSON.stringify(given)).toBe(before);
    }),
  );
});

test('a platform comes back from its message without what is empty', () => {
  fc.assert(
    fc.property(platform, (given) => {
      const { variant, osVersion, osFeatures = [], ...rest } = given;
      expect(platformOfMessage(platformMessage(given))).toEqual({
        ...rest,
        ...(variant ? { variant } : {}),
        ...(osVersion ? { osVersion } : {}),
        ...(osFeatures.length > 0 ? { osFeatures } : {}),
      });
    }),
  );
});

describe('in an op', () => {
  const odd: Platform = { os: 'Linux', architecture: 'aarch64', variant: 'V8' };
  const run = (state: State): State => state.run({ args: ['x'] }).root;

  test('is normal when it comes from the state', () => {
    expect(resultOp(run(image('a').platform(odd))).platform).toMatchObject({
      os: 'linux',
      architecture: 'arm64',
      variant: '',
    });
  });

  test('is as it was written when it is an option of the op', () => {
    const op = resultOp(image('a').run({ args: ['x'], platform: odd }).root);
    expect(op.platform).toMatchObject(odd);
  });

  test('an image hands its platform on, in normal form', () => {
    expect(image('a', { platform: odd }).values.platform).toEqual({
      os: 'linux',
      architecture: 'arm64',
    });
  });

  test('comes from the marshalling when nothing else says one', () => {
    const { platform: other } = resultOp(image('a'), {
      platform: { os: 'windows', architecture: 'arm64', osVersion: '10', osFeatures: ['b', 'a'] },
    });
    expect(other).toEqual({
      os: 'windows',
      architecture: 'arm64',
      variant: '',
      osVersion: '10',
      osFeatures: ['b', 'a'],
    });
  });
});

test.each([
  ['os', { os: '', architecture: 'amd64' }],
  ['architecture', { os: 'linux', architecture: '' }],
])('without %s is refused wherever it is given', (_part, half) => {
  const refused = expect.objectContaining({
    code: 'E_LLB_OPTION',
    message: 'platform has no os or no architecture',
    details: expect.objectContaining({ got: JSON.stringify(half) }),
  });
  expect(() => requirePlatform(half)).toThrow(refused);
  expect(() => image('a').platform(half)).toThrow(refused);
  expect(() => image('a', { platform: half })).toThrow(refused);
  expect(() => marshal(image('a'), { platform: half })).toThrow(refused);
});
