import type { AssemblyContent, ImageContent } from '../lib/assembly/assembly-writer';
import type { LockFile } from '../lib/assembly/lock-file';
import type { LocalInput } from '../lib/assembly/manifest';
import type { DebianArchitecture } from '../lib/debian/architecture';
import { BuildError, BuildErrors } from '../lib/errors';
import { imageConfigJson } from '../lib/oci/image-config';
import { formatPlatform } from '../lib/oci/platform';
import type { Image } from './image';
import { Lowering } from './lowering';

/**
 * Lowers images to definitions and configs, and tells what their build needs beside them.
 *
 * @throws BuildErrors what is wrong with the images, given their packages
 */
export function lowerImages(
  images: readonly Image[],
  lock: LockFile,
  build: DebianArchitecture,
): Pick<AssemblyContent, 'debianFiles' | 'images' | 'locals'> {
  const lowering = new Lowering(lock, build);
  const errors: BuildError[] = [];
  const contents = images.flatMap((image) => {
    try {
      return [lowerImage(image, lowering)];
    } catch (error) {
      if (!BuildError.is(error)) throw error;
      errors.push(...(error instanceof BuildErrors ? error.errors : [error]));
      return [];
    }
  });
  BuildErrors.throwIfAny(errors);
  return {
    images: contents,
    locals: sortedRecord(lowering.unpackers, unpackerInput),
    debianFiles: sortedRecord(lowering.debianFiles, (file) => file),
  };
}

function lowerImage(image: Image, lowering: Lowering): ImageContent {
  const { imageName, node, publish, source, sourceDateEpoch, targets } = image;
  return {
    name: imageName,
    constructPath: node.path,
    ...(source === undefined ? {} : { source }),
    platforms: targets.map((target) => {
      const { config, history, packages, state } = image.lower(target, lowering);
      return {
        platform: formatPlatform(target.platform),
        definition: state.marshal({ platform: lowering.build.platform }),
        config: imageConfigJson(target.platform, config, history, sourceDateEpoch),
        packages,
      };
    }),
    publish,
    sourceDateEpoch,
    isDated: true,
  };
}

function unpackerInput(url: string): LocalInput {
  return { type: 'deb-member', url, member: 'usr/bin/busybox', file: 'busybox' };
}

function sortedRecord<T, R>(map: ReadonlyMap<string, T>, to: (value: T) => R): Record<string, R> {
  const entries = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, to(value)]));
}
