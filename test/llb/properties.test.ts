import fc from 'fast-check';
import {
  bindMount,
  cacheMount,
  copy,
  Definition,
  decodeOp,
  diff,
  type ExecOptions,
  encodeOp,
  git,
  http,
  image,
  local,
  merge,
  mkdir,
  type Op,
  type OpOptions,
  type State,
  scratch,
  tmpfsMount,
} from '../../lib/llb';
import { compareUtf8 } from '../../lib/llb/wire/utf8-order';

const amd64 = { platform: { os: 'linux', architecture: 'amd64' } };

/** Text with characters of every width; no half of a pair. */
const text = fc.string({ unit: 'binary', maxLength: 12 });
const name = text.filter((value) => value !== '' && !value.includes('='));
const path = fc.oneof(fc.constantFrom('/a', '/b/c', 'd', '../e/', '/f/.'), text);

/** One instruction of a program that builds a graph; numbers pick earlier states. */
interface Instruction {
  readonly make: (states: readonly State[], options: OpOptions) => State;
}

const pick = (states: readonly State[], index: number): State =>
  states[index % states.length] ?? scratch();

const index = fc.nat({ max: 20 });

const instruction: fc.Arbitrary<Instruction> = fc.oneof(
  fc.record({ tag: fc.nat({ max: 5 }) }).map(({ tag }) => ({
    make: (_: readonly State[], options: OpOptions) => image(`base:${tag}`, options),
  })),
  text.map((ref) => ({
    make: (_: readonly State[], options: OpOptions) =>
      git('https://git.example.org/x', { ...options, ref }),
  })),
  fc.array(text, { maxLength: 3 }).map((includePatterns) => ({
    make: (_: readonly State[], options: OpOptions) =>
      local('context', { ...options, includePatterns }),
  })),
  fc.webUrl().map((url) => ({
    make: (_: readonly State[], options: OpOptions) => http(url, options),
  })),
  fc
    .record({
      base: index,
      other: index,
      args: fc.array(text, { minLength: 1, maxLength: 3 }),
      env: fc.array(fc.tuple(name, text), { maxLength: 3 }),
      targets: fc.uniqueArray(text.filter(Boolean), { maxLength: 3 }),
    })
    .map(({ base, other, args, env, targets }) => ({
      make: (states: readonly State[], options: OpOptions) =>
        pick(states, base).run({
          ...options,
          args,
          env,
          mounts: targets.map((target, at) =>
            at === 0
              ? bindMount(target, pick(states, other))
              : at === 1
                ? cacheMount(target)
                : tmpfsMount(target, { size: 5 }),
          ),
        }).root,
    })),
  fc.record({ base: index, from: index, src: path, dest: path }).map((fields) => ({
    make: (states: readonly State[], options: OpOptions) =>
      pick(states, fields.base).file(
        mkdir(fields.dest, 0o755).copy(pick(states, fields.from), fields.src, fields.dest),
        options,
      ),
  })),
  fc.array(index, { maxLength: 4 }).map((inputs) => ({
    make: (states: readonly State[], options: OpOptions) =>
      merge(
        inputs.map((at) => pick(states, at)),
        options,
      ),
  })),
  fc.tuple(index, index).map(([lower, upper]) => ({
    make: (states: readonly State[], options: OpOptions) =>
      diff(pick(states, lower), pick(states, upper), options),
  })),
);

const program = fc.array(instruction, { minLength: 1, maxLength: 12 });

function execute(
  instructions: readonly Instruction[],
  options: (at: number) => OpOptions = () => ({}),
): State {
  const states: State[] = [];
  for (const [at, { make }] of instructions.entries()) states.push(make(states, options(at)));
  return states.at(-1) ?? scratch();
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const digests = ({ ops }: Definition): string[] => ops.map(({ digest }) => digest);

describe('any graph', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(program, (instructions) => {
        const definition = execute(instructions).marshal(amd64);
        const bytes = definition.toBytes();
        const read = Definition.fromBytes(bytes);
        expect(hex(read.toBytes())).toBe(hex(bytes));
        for (const op of read.ops) {
          expect(hex(encodeOp(decodeOp(op.bytes)))).toBe(hex(op.bytes));
        }
      }),
    );
  });

  test('has the same digests when it is built anew', () => {
    fc.assert(
      fc.property(program, (instructions) => {
        const first = execute(instructions).marshal(amd64);
        expect(digests(execute(instructions).marshal(amd64))).toEqual(digests(first));
      }),
    );
  });

  test('has every op once, behind the ops it uses', () => {
    fc.assert(
      fc.property(program, (instructions) => {
        const definition = execute(instructions).marshal(amd64);
        const seen = new Set<string>();
        for (const { digest, bytes } of definition.ops) {
          expect(seen.has(digest)).toBe(false);
          for (const input of decodeOp(bytes).inputs) expect(seen.has(input.digest)).toBe(true);
          seen.add(digest);
        }
      }),
    );
  });

  test('keeps its ops when names, descriptions, lines, groups and cache options change', () => {
    const options = fc.record(
      {
        customName: text,
        description: fc.dictionary(text, text, { maxKeys: 2 }),
        ignoreCache: fc.boolean(),
        exportCache: fc.boolean(),
        progressGroup: fc.record({ id: text, name: text }),
        source: fc.record({ file: text, line: fc.nat(), column: fc.nat() }),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<OpOptions>;
    fc.assert(
      fc.property(program, fc.array(options, { minLength: 12, maxLength: 12 }), (program, list) => {
        const plain = execute(program).marshal(amd64);
        const dressed = execute(program, (at) => list[at] ?? {}).marshal(amd64);
        expect(digests(dressed)).toEqual(digests(plain));
      }),
    );
  });
});

test('independent branches may be built in any order', () => {
  fc.assert(
    fc.property(
      fc
        .uniqueArray(name, { minLength: 2, maxLength: 6 })
        .chain((names) =>
          fc.tuple(
            fc.constant(names),
            fc.shuffledSubarray(names, { minLength: names.length, maxLength: names.length }),
          ),
        ),
      ([names, order]) => {
        const build = (sequence: readonly string[]): string[] => {
          const branches = new Map<string, State>();
          for (const value of sequence) branches.set(value, image('x').run({ args: [value] }).root);
          const states = names.map((value) => branches.get(value) ?? scratch());
          return digests(merge(states).marshal(amd64));
        };
        expect(build(order)).toEqual(build(names));
      },
    ),
  );
});

test('a changed option changes exactly the ops that depend on it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 8 }),
      fc.nat({ max: 7 }),
      text,
      text,
      (length, at, before, after) => {
        const changedAt = at % length;
        const build = (value: string): Definition => {
          const side = image('side').run({ args: ['side'] }).root;
          let state = image('base');
          for (let step = 0; step < length; step++) {
            const args = [`step ${step}`, ...(step === changedAt ? [value] : [])];
            state = state.run({ args }).root;
          }
          return state.file(copy(side, '/', '/')).marshal(amd64);
        };
        const old = digests(build(before));
        const now = digests(build(after));
        expect(now.length).toBe(old.length);
        // The base and its first steps come first, then what depends on the change; the two ops
        // of the side branch stand before all of them or between, and never change.
        const kept = now.filter((digest) => old.includes(digest)).length;
        expect(kept).toBe(before === after ? now.length : 1 + changedAt + 2);
      },
    ),
  );
});

test('every option of an exec that is part of the op changes its digest', () => {
  const digestOf = (options: Partial<ExecOptions>): string =>
    image('x')
      .run({ args: ['a'], ...options })
      .root.marshal(amd64).digest;
  const options: Partial<ExecOptions>[] = [
    {},
    { args: ['b'] },
    { env: { A: '1' } },
    { cwd: '/w' },
    { user: 'u' },
    { hostname: 'h' },
    { network: 'none' },
    { security: 'insecure' },
    { extraHosts: [{ host: 'h', ip: '::1' }] },
    { ulimits: [{ name: 'core', soft: 1, hard: 2 }] },
    { cgroupParent: 'p' },
    { validExitCodes: [1] },
    { proxy: {} },
    { cdiDevices: [{ name: 'd' }] },
    { secretEnv: [{ name: 's' }] },
    { mounts: [cacheMount('/c')] },
    { platform: { os: 'linux', architecture: 's390x' } },
    { constraints: ['a==b'] },
  ];
  expect(new Set(options.map(digestOf)).size).toBe(options.length);
});

test('UTF-8 order is the order of the bytes', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

test('any op that can be decoded is encoded to bytes that decode to it again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      let op: Op;
      try {
        op = decodeOp(bytes);
      } catch {
        return;
      }
      expect(decodeOp(encodeOp(op))).toEqual(op);
    }),
    { numRuns: 5000 },
  );
});
