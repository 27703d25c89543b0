import type { IConstruct } from 'constructs';
import type { TreeNode } from '../../lib/assembly/manifest';
import { LocatedConstruct } from '../core/located-construct';
import { Image } from '../image/image';

/** All images below a construct, by name, then by path. */
export function imagesOf(root: IConstruct): Image[] {
  const images = root.node.findAll().filter(Image.isImage);
  const keyed = images.map((image) => ({ image, key: `${image.imageName} ${image.node.path}` }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ image }) => image);
}

/** The constructs as `tree.json` has them; children sorted by id. */
export function constructTree(construct: IConstruct): TreeNode {
  const { children, id, path } = construct.node;
  const source = LocatedConstruct.isLocated(construct) ? construct.source : undefined;
  return {
    id,
    path,
    type: construct.constructor.name,
    ...(source === undefined ? {} : { source }),
    children: [...children].sort((a, b) => (a.node.id < b.node.id ? -1 : 1)).map(constructTree),
  };
}
