import { TREE_NODE, type TreeNode } from './manifest';
import { readAssemblyFile } from './read-file';

/** The constructs of an assembly, or undefined where it has no `tree.json` that can be read. */
export function readTree(folder: string): TreeNode | undefined {
  try {
    const tree = JSON.parse(readAssemblyFile(folder, 'tree.json').toString('utf8'));
    return TREE_NODE.check(tree, '').length === 0 ? tree : undefined;
  } catch {
    return undefined;
  }
}
