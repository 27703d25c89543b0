import type { IConstruct } from 'constructs';
import type { TreeNode } from '../../lib/assembly/manifest';
import { LocatedConstruct } from '../core/located-construct';
import { Image } from '../image/image';
import { ImageTest } from '../image/test/image-test';

/** All images below a construct, by name, then by path. */
export function imagesOf(root: IConstruct): Image[] {
  const images = root.node.findAll().filter(Image.isImage);
  const keyed = images.map((image) => ({ image, key: `${image.imageName} ${image.node.path}` }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ image }) => image);
}

/** All tests below a construct, by path. */
export function testsOf(root: IConstruct): ImageTest[] {
  const tests = root.node.findAll().filter(ImageTest.isImageTest);
  return tests.sort((a, b) => (a.node.path < b.node.path ? -1 : 1));
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
