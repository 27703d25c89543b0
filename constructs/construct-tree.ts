import type { IConstruct } from 'constructs';
import type { TreeNode } from '../lib/assembly/manifest';
import { Image } from './image';
import { LocatedConstruct } from './located-construct';

/** All images below a construct, by name, then by path. */
export function imagesOf(root: IConstruct): Image[] {
  const images = root.node.findAll().filter(Image.isImage);
  const key = (image: Image) => `${image.imageName} ${image.node.path}`;
  return images.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The constructs as `tree.json` has them; children sorted by id. */
export function constructTree(construct: IConstruct): TreeNode {
  const { children, id, path } = construct.node;
  const source = construct instanceof LocatedConstruct ? construct.source : undefined;
  return {
    id,
    path,
    type: construct.constructor.name,
    ...(source === undefined ? {} : { source }),
    children: [...children].sort((a, b) => (a.node.id < b.node.id ? -1 : 1)).map(constructTree),
  };
}
