import type { IConstruct } from 'constructs';
import { BuildError } from '../../lib/errors';
import { shownPlace } from '../../lib/package';
import { describeValue } from '../../lib/props';
import { callUser } from '../core/call-user';
import { LocatedConstruct } from '../core/located-construct';
import type { Image } from '../image/image';
import { imagesOf } from './construct-tree';

/** Everything that is wrong with a tree, before anything is lowered. */
export function checkTree(root: IConstruct): BuildError[] {
  const images = imagesOf(root);
  return [
    ...root.node.findAll().flatMap(checkConstruct),
    ...checkNames(images),
    ...checkPublished(images),
  ];
}

// Its own checks, and those that others added with node.addValidation().
function checkConstruct(construct: IConstruct): readonly BuildError[] {
  const located = LocatedConstruct.isLocated(construct) ? construct : undefined;
  if (located === undefined)
    return construct.node.validate().map((text) => invalid(construct, text));
  try {
    const added = callUser(located, 'validate', () => construct.node.validate());
    return [
      ...ownErrors(located),
      ...added.map((message) => located.error('E_CONSTRUCT_INVALID', message)),
    ];
  } catch (error) {
    if (BuildError.is(error)) return error.all;
    throw error;
  }
}

function ownErrors(located: LocatedConstruct): readonly BuildError[] {
  const errors: unknown = callUser(located, 'check', () => located.check());
  if (isErrors(errors)) return errors;
  return [
    located.error('E_CONSTRUCT_INVALID', '"check" gives no list of errors', {
      got: describeValue(errors),
      expected: 'a list of what this.error() makes, an empty one where nothing is wrong',
    }),
  ];
}

function isErrors(value: unknown): value is readonly BuildError[] {
  return Array.isArray(value) && value.every((one) => BuildError.is(one));
}

function invalid({ node: { path } }: IConstruct, message: string): BuildError {
  return new BuildError('E_CONSTRUCT_INVALID', `${path}: ${message}`, { constructPath: path });
}

function checkNames(images: readonly Image[]): BuildError[] {
  const first = new Map<string, Image>();
  return images.flatMap((image) => {
    const other = first.get(image.imageName);
    if (other === undefined) {
      first.set(image.imageName, image);
      return [];
    }
    return [
      image.error('E_IMAGE_DUPLICATE', `two images have the name "${image.imageName}"`, {
        got: `the same name as ${shown(other)}`,
        expected: 'a name of its own for each image of the app',
        fix: `give one of them another: name: '${otherName(image)}'`,
      }),
    ];
  });
}

/** Where two images are pushed to one place, the later push takes it from the earlier one. */
function checkPublished(images: readonly Image[]): BuildError[] {
  const first = new Map<string, Image>();
  return images.flatMap((image) => {
    const taken = references(image).find((reference) => first.has(reference));
    for (const reference of references(image)) {
      if (!first.has(reference)) first.set(reference, image);
    }
    const other = taken === undefined ? undefined : first.get(taken);
    if (other === undefined) return [];
    return [
      image.error('E_PUBLISH_DUPLICATE', `two images are published as "${taken}"`, {
        got: `the same name and tag as ${shown(other)}`,
        expected: 'a name or a tag of its own for each image of the app',
        fix: 'give one of them another name in "publish"',
      }),
    ];
  });
}

/** Names with their tags; what is no list is told of by the check of the property. */
function references({ publish: { names, tags } }: Image): string[] {
  if (!Array.isArray(names) || !Array.isArray(tags)) return [];
  return names.flatMap((name) => tags.map((tag) => `${name}:${tag}`));
}

/** `"web/image" at app.ts:3:5` */
function shown({ node, source }: Image): string {
  return `"${node.path}"${source === undefined ? '' : ` at ${shownPlace(source)}`}`;
}

/** A name that would do: the path, or where that is the name already, the name and a number. */
function otherName({ imageName, node }: Image): string {
  const path = node.path.replace(/[^a-z0-9]+/gi, '-').toLowerCase();
  return path === imageName ? `${imageName}-2` : path;
}
