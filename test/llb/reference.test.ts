import { Definition, type OpMetadata } from '../../lib/llb';
import { buildRecipe } from './build-recipe';
import { referenceVectors } from './reference-vectors';

// Go's client collects the capabilities of file actions before it has any, so it never asks for
// these.
const FILE_CAPS = new Set([
  'file.symlink.create',
  'file.copy.includeexcludepatterns',
  'file.copy.requiredpaths',
  'file.copy.alwaysreplaceexistingdestpaths',
]);

function withoutFileCaps(definition: Definition): Definition {
  const metadata = new Map<string, OpMetadata>();
  for (const [digest, own] of definition.metadata) {
    metadata.set(digest, { ...own, caps: own.caps.filter((cap) => !FILE_CAPS.has(cap)) });
  }
  return new Definition(definition.ops, metadata, () => definition.source);
}

const vectors = referenceVectors();

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('there are some hundred vectors, and together they use every kind of op', () => {
  const kinds = new Set(
    vectors.flatMap(({ definition }) => {
      const { ops } = Definition.fromBytes(Buffer.from(definition, 'base64'));
      const read = Definition.fromBytes(Buffer.from(definition, 'base64'));
      return ops.map(({ digest }) => read.op(digest)?.body?.kind ?? 'terminal');
    }),
  );
  expect(vectors.length).toBeGreaterThanOrEqual(400);
  expect([...kinds].sort()).toEqual(
    ['build', 'diff', 'exec', 'file', 'merge', 'passthrough', 'source', 'terminal'].sort(),
  );
});

describe.each(vectors)('seed $seed', ({ recipe, definition: base64 }) => {
  const expected = Buffer.from(base64, 'base64');

  test('gives the definition of Go, byte for byte', () => {
    const definition = buildRecipe(recipe);
    const ops = Definition.fromBytes(expected).ops;
    expect(definition.ops.map(({ bytes }) => hex(bytes))).toEqual(
      ops.map(({ bytes }) => hex(bytes)),
    );
    expect(hex(withoutFileCaps(definition).toBytes())).toBe(hex(expected));
  });

  test('is read and written without a change', () => {
    expect(hex(Definition.fromBytes(expected).toBytes())).toBe(hex(expected));
  });
});
