import type { Assembly } from '../../assembly/assembly-reader';
import { allOf, constructAt } from '../../assembly/construct-at';
import type { TreeNode } from '../../assembly/manifest';
import { readTree } from '../../assembly/read-tree';
import { BuildError } from '../../errors';
import { nearMisses } from '../../errors/near-miss';
import type { Definition } from '../../llb/definition/definition';

/** Where a shell is opened: in an image, or in what a construct runs for one of some images. */
export type ShellPlace = { readonly kind: 'result'; readonly image: string } | StepPlace;

/** What a construct runs for one of some images. */
export interface StepPlace {
  readonly kind: 'step';
  readonly construct: TreeNode;
  /** Whether no other construct was made at its line. */
  readonly isOnly: boolean;
  readonly images: readonly string[];
}

/**
 * What a name means: an image, by its name or the path of its construct, else a construct by its path.
 *
 * @throws BuildError `E_SHELL_PLACE`
 */
export function findPlace({ folder, manifest }: Assembly, name: string): ShellPlace {
  const { images } = manifest;
  const image = images.find((one) => one.name === name || one.constructPath === name);
  if (image !== undefined) return { kind: 'result', image: image.name };
  const tree = readTree(folder);
  const constructs = tree === undefined ? [] : allOf(tree);
  const construct = constructs.find(({ path, source }) => path === name && source !== undefined);
  if (construct?.source !== undefined && tree !== undefined) {
    const isOnly = constructAt(tree, construct.source) === construct;
    return { kind: 'step', construct, isOnly, images: images.map((one) => one.name) };
  }
  const known = [...images.map((one) => one.name), ...constructs.map(({ path }) => path)];
  const [meant] = nearMisses(name, known, 1);
  throw new BuildError('E_SHELL_PLACE', `the app has no image and no construct "${name}"`, {
    expected: `an image (${images.map((one) => one.name).join(', ')}), or the path of a construct`,
    fix: meant === undefined ? undefined : `did you mean "${meant}"?`,
  });
}

/**
 * The first step that a construct runs in a graph: its digest; undefined where it runs none. Vertexes
 * know lines, not constructs: of several that a loop makes at one line, the name begins with the id.
 */
export function firstStep(
  definition: Definition,
  { construct: { id, source }, isOnly }: StepPlace,
): string | undefined {
  const isAtPlace = (digest: string) =>
    definition
      .locations(digest)
      .some(
        ({ column, file, line }) =>
          file === source?.file && line === source.line && column === source.column,
      );
  const nameOf = (digest: string) =>
    definition.metadata.get(digest)?.description?.['llb.customname'] ?? '';
  // Each op stands behind those that it uses.
  const found = definition.ops.find(
    ({ digest }) =>
      isAtPlace(digest) &&
      (isOnly || nameOf(digest).startsWith(`${id} `)) &&
      definition.op(digest)?.body?.kind === 'exec',
  );
  return found?.digest;
}
