import { resolve } from 'node:path';
import { BuildError, type BuildErrorDetails, BuildErrors } from '../../errors';
import { annotationAttrs } from '../attrs/annotations';
import {
  type Attestations,
  attestationProblems,
  hasAttestations,
} from '../attrs/attestation-attrs';
import { isTrue } from '../attrs/attribute';
import { exporterAttrProblems, makesImage } from '../attrs/exporter-attrs';
import { type BuildOutput, destOf, isLayout } from './output';
import type { SelectedImage } from './select-images';

/**
 * Refuses to push an image that has no name of its own.
 *
 * @throws BuildErrors `E_PUBLISH_MISSING`
 */
export function requirePublished(images: readonly SelectedImage[]): void {
  BuildErrors.throwIfAny(
    images.flatMap(({ image: { constructPath, name, publish, source } }) =>
      publish.names.length > 0
        ? []
        : [
            new BuildError('E_PUBLISH_MISSING', `image "${name}" has no name to push it under`, {
              constructPath,
              source,
              fix: `set "publish: { names: ['registry.example.org/me/${name}'] }" of the image`,
            }),
          ],
    ),
  );
}

/**
 * Refuses attributes that an exporter does not have, or that do not go together.
 *
 * @throws BuildErrors `E_BUILD_OUTPUT`
 */
export function checkOutputAttrs(outputs: readonly BuildOutput[]): void {
  BuildErrors.throwIfAny(
    outputs.flatMap(({ attrs, type }) =>
      exporterAttrProblems(type, attrs).map(({ message, ...details }) =>
        outputError(type, message, details),
      ),
    ),
  );
}

/**
 * The outputs with annotations of a whole build.
 *
 * @throws BuildErrors `E_BUILD_OUTPUT` where a place is not known, or no output can be annotated
 */
export function annotated(
  outputs: readonly BuildOutput[],
  annotations: Readonly<Record<string, string>>,
): readonly BuildOutput[] {
  if (Object.keys(annotations).length === 0) return outputs;
  const { attrs, problems } = annotationAttrs(annotations);
  BuildErrors.throwIfAny(
    problems.map(
      ({ message, ...details }) =>
        new BuildError('E_BUILD_OUTPUT', `annotation ${message}`, details),
    ),
  );
  if (!outputs.some(({ type }) => makesImage(type))) {
    throw new BuildError('E_BUILD_OUTPUT', 'annotations are of images, and no output is one', {
      got: outputs.map(({ type }) => `type=${type}`).join(', '),
      fix: 'leave them out, or add an output of type image, oci or docker',
    });
  }
  return outputs.map((output) => {
    if (output.type === 'tar' || output.type === 'local') return output;
    return { ...output, attrs: { ...attrs, ...output.attrs } };
  });
}

/**
 * Refuses attestations that BuildKit does not know, or that an output cannot hold.
 *
 * @throws BuildErrors `E_BUILD_OUTPUT`
 */
export function checkAttestations(
  attestations: Attestations,
  outputs: readonly BuildOutput[],
): void {
  const errors = attestationProblems(attestations).map(
    ({ message, name, ...details }) =>
      new BuildError('E_BUILD_OUTPUT', `attestation "${name}" ${message}`, details),
  );
  const archive = outputs.find(({ dest, type }) => type === 'docker' && dest !== undefined);
  if (hasAttestations(attestations) && archive !== undefined) {
    errors.push(
      outputError('docker', 'holds no attestations', {
        fix: 'use type=oci, or leave the attestations out',
      }),
    );
  }
  BuildErrors.throwIfAny(errors);
}

function outputError(
  type: BuildOutput['type'],
  message: string,
  details: BuildErrorDetails,
): BuildError {
  return new BuildError('E_BUILD_OUTPUT', `output "type=${type}" ${message}`, details);
}

/** A folder that is to mirror a result loses all else that is in it. */
function folderErrors(output: BuildOutput, cwd: string): BuildError[] {
  if (output.type !== 'local' || output.attrs?.mode !== 'delete') return [];
  const path = resolve(cwd, output.dest);
  if (path !== cwd && !resolve(cwd).startsWith(path === '/' ? '/' : `${path}/`)) return [];
  return [
    outputError('local', `would remove what is in "${path}"`, {
      got: 'mode=delete for the working folder, or one above it',
      expected: 'a folder of its own for the result',
      fix: 'give another "dest"',
    }),
  ];
}

/** What is dated when it is exported cannot be unpacked by the same exporter. */
function dateErrors(output: BuildOutput, images: readonly SelectedImage[]): BuildError[] {
  if (output.type !== 'image' || !isTrue(output.attrs?.unpack)) return [];
  if (output.attrs?.['rewrite-timestamp'] !== undefined) return [];
  return images
    .filter(({ image }) => image.isDated !== true)
    .map(({ image }) =>
      outputError(
        'image',
        `cannot have "unpack": image "${image.name}" is dated by "rewrite-timestamp"`,
        {
          fix: 'leave "unpack" out, or give "rewrite-timestamp=false"',
        },
      ),
    );
}

/**
 * Refuses outputs that cannot be: two images in one place, several platforms where the format holds
 * one.
 *
 * @param cwd folder that paths are relative to
 * @throws BuildErrors `E_BUILD_OUTPUT`
 */
export function checkOutputs(
  outputs: readonly BuildOutput[],
  images: readonly SelectedImage[],
  cwd: string,
): void {
  const errors: BuildError[] = [];
  const several = images.find(({ platforms }) => platforms.length > 1);
  for (const output of outputs) {
    errors.push(...folderErrors(output, cwd), ...dateErrors(output, images));
    if (destOf(output) !== undefined && images.length > 1) {
      errors.push(
        outputError(output.type, `would write ${images.length} images to one place`, {
          got: images.map(({ image }) => image.name).join(', '),
          fix: 'choose one image, and build the others to other places',
        }),
      );
    }
    if (output.type === 'docker' && output.dest !== undefined && several !== undefined) {
      errors.push(
        outputError('docker', 'holds one platform', {
          got: several.platforms.map(({ platform }) => platform).join(', '),
          fix: 'choose one platform, or use type=oci',
        }),
      );
    }
  }
  if (outputs.filter(isLayout).length > 1) {
    errors.push(
      new BuildError('E_BUILD_OUTPUT', 'a build can add to one OCI layout in a folder', {
        got: 'two outputs of type=oci with tar=false',
        fix: 'write the other as an archive, or copy the folder',
      }),
    );
  }
  const paths = outputs
    .map(destOf)
    .flatMap((dest) => (typeof dest === 'string' ? [resolve(cwd, dest)] : []));
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) {
    errors.push(new BuildError('E_BUILD_OUTPUT', `two outputs are written to "${twice}"`));
  }
  BuildErrors.throwIfAny(errors);
}
