import fc from 'fast-check';
import { image, local, type MarshalOptions, merge } from '../../../lib/llb';
import { marshalContext } from '../../../lib/llb/vertex/context';
import { AMD64, hex } from '../decoded';

const text = fc.constantFrom('', 'a', 'b');
const options: fc.Arbitrary<MarshalOptions> = fc.record(
  {
    platform: fc.record(
      {
        os: fc.constantFrom('linux', 'windows'),
        architecture: fc.constantFrom('amd64', 'arm64'),
        variant: text,
        osFeatures: fc.array(text, { maxLength: 2 }),
      },
      { requiredKeys: ['os', 'architecture'] },
    ),
    customName: text,
    description: fc.dictionary(text, text, { maxKeys: 2 }),
    ignoreCache: fc.boolean(),
    exportCache: fc.boolean(),
    constraints: fc.array(text, { maxLength: 2 }),
    progressGroup: fc.record({ id: text, name: text }),
    linuxResources: fc.record({ memory: fc.bigInt({ min: 0n, max: 3n }), cpusetCpus: text }),
    localUniqueId: text,
    caps: fc.subarray(['a', 'exec.meta.setsdefaultpath']).map((caps) => new Set(caps)),
  },
  { requiredKeys: ['platform'] },
);

/** Equal options, made anew and in another order. */
function turned(given: MarshalOptions): MarshalOptions {
  const { platform, caps, ...rest } = structuredClone(given);
  const others = Object.fromEntries(Object.entries(rest).reverse());
  return {
    ...(caps === undefined ? {} : { caps: new Set([...caps].reverse()) }),
    ...others,
    platform,
  };
}

test('equal options give one context', () => {
  fc.assert(
    fc.property(options, (given) => {
      expect(marshalContext(turned(given))).toBe(marshalContext(given));
    }),
  );
});

test('options that differ in one part share no context, if the part makes a difference', () => {
  const names = ['platform', 'customName', 'description', 'constraints', 'caps'] as const;
  const part = fc.constantFrom(...names, 'linuxResources', 'localUniqueId', 'exportCache');
  const build = (given: MarshalOptions): string =>
    hex(
      merge([local('x'), image('fresh')])
        .run({ args: ['x'] })
        .root.marshal(given)
        .toBytes(),
    );
  fc.assert(
    fc.property(options, options, part, (one, second, name) => {
      const { [name]: _, ...rest } = { ...one };
      const other = { ...rest, platform: one.platform, ...pick(second, name) };
      if (build(one) === build(other)) return;
      expect(marshalContext(one)).not.toBe(marshalContext(other));
    }),
    { numRuns: 500 },
  );
});

function pick(from: MarshalOptions, name: keyof MarshalOptions): Partial<MarshalOptions> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => key === name));
}

test('one state marshalled in many ways is each time as if it were the first', () => {
  fc.assert(
    fc.property(fc.array(options, { minLength: 2, maxLength: 50 }), (list) => {
      const make = () => image('a').run({ args: ['x'] }).root;
      const shared = make();
      for (const given of [...list, ...list]) {
        const expected = make().marshal(given).toBytes();
        expect(hex(shared.marshal(given).toBytes())).toBe(hex(expected));
      }
    }),
    { numRuns: 30 },
  );
});

test('more ways than are remembered are still told apart', () => {
  const state = image('a').run({ args: ['x'] }).root;
  const names = Array.from({ length: 1100 }, (_, index) => `${index}`);
  const digests = [...names, ...names].map((variant) => {
    const { digest } = state.marshal({ platform: { ...AMD64, variant } });
    return `${variant} ${digest}`;
  });
  expect(new Set(digests).size).toBe(names.length);
});

test('daemons that can do as much, but not the same, are told apart', () => {
  const state = image('a').run({ args: ['x'] }).root;
  const of = (cap: string): string =>
    state.marshal({ platform: AMD64, caps: new Set([cap]) }).digest;
  expect(of('exec.meta.setsdefaultpath')).not.toBe(of('exec.meta.base'));
});

test('limits as number and as bigint say the same', () => {
  const of = (memory: number | bigint): string =>
    hex(image('a').marshal({ platform: AMD64, linuxResources: { memory } }).toBytes());
  expect(of(12n)).toBe(of(12));
  expect(of(12n)).not.toBe(of(13n));
});

test('a marshalling without platform is refused, and says what one looks like', () => {
  const missing = {} as MarshalOptions;
  expect(() => image('a').marshal(missing)).toThrow(
    expect.objectContaining({
      code: 'E_LLB_OPTION',
      message: 'a definition is marshalled without a platform',
      details: { expected: 'for example { platform: { os: "linux", architecture: "amd64" } }' },
    }),
  );
});
