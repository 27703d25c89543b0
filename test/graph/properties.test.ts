import fc from 'fast-check';
import { compareDefinitions, dotOfDefinition, dumpDefinition, valueChanges } from '../../lib/graph';
import {
  bindMount,
  copy,
  type Definition,
  decodeOp,
  image,
  local,
  merge,
  mkdir,
  mkfile,
  type State,
  scratch,
} from '../../lib/llb';

fc.configureGlobal({ numRuns: 40 });

const platform = { os: 'linux', architecture: 'amd64' };

/** A build: what is done to a base, one after the other. */
type Step =
  | {
      readonly kind: 'run';
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'mkfile'; readonly path: string; readonly data: string }
  | { readonly kind: 'mkdir'; readonly path: string }
  | { readonly kind: 'copy'; readonly from: string }
  | { readonly kind: 'merge'; readonly with: string }
  | { readonly kind: 'mount'; readonly from: string };

const word = fc.string({ unit: fc.constantFrom(...'abc"\\\n é<&'), minLength: 1, maxLength: 5 });
const path = fc.string({ unit: fc.constantFrom(...'abc'), minLength: 1, maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('run' as const),
    args: fc.array(word, { minLength: 1, maxLength: 3 }),
    env: fc.dictionary(path, word, { maxKeys: 2 }),
  }),
  fc.record({ kind: fc.constant('mkfile' as const), path, data: word }),
  fc.record({ kind: fc.constant('mkdir' as const), path }),
  fc.record({ kind: fc.constant('copy' as const), from: path }),
  fc.record({ kind: fc.constant('merge' as const), with: path }),
  fc.record({ kind: fc.constant('mount' as const), from: path }),
);
const steps = fc.array(step, { maxLength: 6 });

function apply(state: State, one: Step): State {
  switch (one.kind) {
    case 'run':
      return state.run({ args: one.args, env: one.env }).root;
    case 'mkfile':
      return state.file(mkfile(`/${one.path}`, 0o644, one.data));
    case 'mkdir':
      return state.file(mkdir(`/${one.path}`, 0o755));
    case 'copy':
      return state.file(copy(local(one.from), '/', '/'));
    case 'merge':
      return merge([state, image(one.with)]);
    case 'mount':
      return state.run({ args: ['x'], mounts: [bindMount('/m', local(one.from))] }).root;
  }
}

function build(list: readonly Step[]): Definition {
  return list.reduce(apply, image('base')).marshal({ platform });
}

describe('a comparison of definitions', () => {
  test('tells nothing exactly where the digests are the same', () => {
    fc.assert(
      fc.property(steps, steps, (a, b) => {
        const [one, other] = [build(a), build(b)];
        const { isEqual, ...lists } = compareDefinitions(one, other);

        expect(isEqual).toBe(one.digest === other.digest);
        expect(Object.values(lists).every((list) => list.length === 0)).toBe(isEqual);
        expect(compareDefinitions(one, one).isEqual).toBe(true);
      }),
    );
  });

  test('has each vertex that one of them alone holds in one list, once', () => {
    fc.assert(
      fc.property(steps, steps, (a, b) => {
        const [one, other] = [build(a), build(b)];
        const { added, affected, changed, removed } = compareDefinitions(one, other);
        const only = (left: Definition, right: Definition) => {
          const known = new Set<string>(right.ops.map(({ digest }) => digest));
          return left.ops
            .map(({ digest }) => digest)
            .filter((digest) => !known.has(digest))
            .sort();
        };
        const pairs = [...changed, ...affected];

        expect(
          [...removed, ...pairs.map(({ before }) => before)].map(({ digest }) => digest).sort(),
        ).toEqual(only(one, other));
        expect(
          [...added, ...pairs.map(({ after }) => after)].map(({ digest }) => digest).sort(),
        ).toEqual(only(other, one));
      }),
    );
  });

  test('the other way round tells the same the other way round, of what is only built anew', () => {
    fc.assert(
      fc.property(steps, step, fc.nat(6), (list, more, at) => {
        const longer = [...list.slice(0, at), more, ...list.slice(at)];
        const there = compareDefinitions(build(list), build(longer));
        const back = compareDefinitions(build(longer), build(list));

        expect(there.added.length - there.removed.length).toBe(
          back.removed.length - back.added.length,
        );
        expect(there.isEqual).toBe(back.isEqual);
      }),
    );
  });

  test('tells a changed word of a command by its place, and nothing else', () => {
    const run = (args: readonly string[]): Step => ({ kind: 'run', args, env: {} });
    fc.assert(
      fc.property(
        steps,
        steps,
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (before, after, args, n) => {
          const at = n % args.length;
          const other = args.map((one, index) => (index === at ? `${one}!` : one));
          const { added, changed, removed } = compareDefinitions(
            build([...before, run(args), ...after]),
            build([...before, run(other), ...after]),
          );
          // A step that repeats the command may be taken for the one that changed.
          fc.pre(![...before, ...after].some((one) => one.kind === 'run' || one.kind === 'mount'));

          expect([added, removed]).toEqual([[], []]);
          expect(changed.map(({ fields }) => fields)).toEqual([
            [{ field: `meta.args[${at}]`, before: args[at], after: other[at] }],
          ]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a dump', () => {
  test('is a line of JSON for each op, which says the op whole', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const definition = build(list);
        const lines = dumpDefinition(definition).split('\n');

        expect(lines.pop()).toBe('');
        expect(lines.map((line) => JSON.parse(line).Digest)).toEqual(
          definition.ops.map(({ digest }) => digest),
        );
        for (const [index, line] of lines.entries()) {
          const { Op } = JSON.parse(line);
          const op = decodeOp(definition.ops[index]?.bytes ?? new Uint8Array());

          expect((Op.inputs ?? []).map((input: { digest: string }) => input.digest)).toEqual(
            op.inputs.map(({ digest }) => digest),
          );
          expect(Object.keys(Op.Op)).toEqual(op.body === undefined ? [] : [op.body.kind]);
          if (op.body?.kind === 'exec') expect(Op.Op.exec.meta.args).toEqual(op.body.meta?.args);
        }
        // Go writes these by their numbers.
        expect(dumpDefinition(definition)).not.toMatch(/[<>&\u2028]/);
      }),
    );
  });
});

describe('a graph', () => {
  test('has a node for each op, and the edges of their inputs', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const definition = build(list);
        const dot = dotOfDefinition(definition);
        const digest = '"(sha256:[0-9a-f]{64})"';
        const nodes = [...dot.matchAll(new RegExp(`^  ${digest} \\[`, 'gm'))].map(([, one]) => one);
        const edges = [...dot.matchAll(new RegExp(`^  ${digest} -> ${digest} \\[`, 'gm'))];

        expect(nodes).toEqual(definition.ops.map((op) => op.digest));
        expect(edges.map(([, from, to]) => [from, to])).toEqual(
          definition.ops.flatMap((op) =>
            decodeOp(op.bytes).inputs.map((input) => [input.digest, op.digest]),
          ),
        );
      }),
    );
  });
});

describe('changes of values', () => {
  const plain = fc
    .jsonValue({ maxDepth: 3 })
    .filter((value) => !JSON.stringify(value).includes('__proto__'));

  test('are none between equal ones', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(valueChanges(value, structuredClone(value))).toEqual([]);
      }),
    );
  });

  test('are told by the path of the leaf that differs', () => {
    const key = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(fc.array(fc.oneof(key, fc.nat(2)), { minLength: 1, maxLength: 5 }), (keys) => {
        const nested = (leaf: unknown): unknown =>
          keys.reduceRight<unknown>((inner, one) => {
            if (typeof one === 'string') return { [one]: inner, z: 1 };
            return Array.from({ length: one + 1 }, (_, index) => (index === one ? inner : 'same'));
          }, leaf);
        const field = keys
          .map((one, index) =>
            typeof one === 'number' ? `[${one}]` : index === 0 ? one : `.${one}`,
          )
          .join('');

        expect(valueChanges(nested(1), nested(2))).toEqual([{ field, before: '1', after: '2' }]);
      }),
    );
  });

  test('the other way round are the same with both sides changed', () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        const sorted = (changes: ReturnType<typeof valueChanges>) =>
          [...changes].sort((x, y) => (x.field < y.field ? -1 : 1));
        const back = valueChanges(b, a).map(({ after, before, field }) => ({
          field,
          before: after,
          after: before,
        }));

        expect(sorted(valueChanges(a, b))).toEqual(sorted(back));
      }),
    );
  });
});

test('an empty definition has no op but its result', () => {
  const definition = scratch().marshal({ platform });
  expect(dumpDefinition(definition)).toBe('');
  expect(dotOfDefinition(definition)).toBe('digraph {\n}\n');
});
