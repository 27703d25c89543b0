import type { ImageManifest, Manifest } from '../assembly/manifest';
import { valueChanges } from '../graph';
import type { AssemblyFiles } from './assembly-files';
import { compareImages } from './compare-images';
import { compareTrees } from './compare-trees';
import { type Change, type ConstructDifference, mergeDifferences } from './construct-difference';

/**
 * Tells in which constructs two assemblies of one app differ, and by which fields; nothing where they
 * are the same, byte by byte.
 */
export function compareAssemblies(
  before: AssemblyFiles,
  after: AssemblyFiles,
): readonly ConstructDifference[] {
  const names = [...new Set([...before.files.keys(), ...after.files.keys()])].sort();
  const differing = names.filter((name) => !isEqual(before.files.get(name), after.files.get(name)));
  if (differing.length === 0) return [];

  const found = mergeDifferences([
    ...compareRequests(before.manifest, after.manifest),
    ...compareImages(before, after),
    ...compareTrees(before.tree, after.tree),
  ]);
  if (found.length > 0) return found;
  // What belongs to no construct, or is not told by any field.
  return [
    {
      constructPath: '',
      platforms: [],
      changes: [...inputChanges(before, after), ...differing.map(fileChange)],
    },
  ];
}

function isEqual(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one !== undefined && other !== undefined && Buffer.compare(one, other) === 0;
}

/** What a construct asks of the lock. */
function compareRequests(before: Manifest, after: Manifest): ConstructDifference[] {
  const paths = new Set(
    [...before.requests, ...after.requests].map(({ constructPath }) => constructPath),
  );
  return [...paths].map((constructPath) => {
    const [old = [], now = []] = [before, after].map(({ requests }) =>
      requests.filter((asked) => asked.constructPath === constructPath),
    );
    const changes = valueChanges(
      old.map(({ kind, request }) => ({ kind, request })),
      now.map(({ kind, request }) => ({ kind, request })),
    );
    return {
      constructPath,
      source: (old[0] ?? now[0])?.source,
      platforms: [],
      changes: changes.map((change) => ({ ...change, of: 'request' })),
    };
  });
}

function inputChanges(before: AssemblyFiles, after: AssemblyFiles): Change[] {
  const inputs = ({
    manifest: { archiveFiles, layouts, locals, images, vendored },
  }: AssemblyFiles) => ({
    archiveFiles,
    locals,
    layouts,
    vendored,
    images: images.map(({ name }: ImageManifest) => name),
  });
  return valueChanges(inputs(before), inputs(after)).map((change) => ({
    ...change,
    of: 'manifest',
  }));
}

function fileChange(name: string): Change {
  return { of: 'file', field: name, before: undefined, after: undefined };
}
