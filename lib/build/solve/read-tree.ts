import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeNode } from '../../assembly/manifest';

/** The constructs of an assembly, or undefined where it has no `tree.json` that can be read. */
export function readTree(folder: string): TreeNode | undefined {
  try {
    const tree: TreeNode = JSON.parse(readFileSync(join(folder, 'tree.json'), 'utf8'));
    return Array.isArray(tree.children) ? tree : undefined;
  } catch {
    return undefined;
  }
}
