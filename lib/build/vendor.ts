import { resolve } from 'node:path';
import type { Assembly } from '../assembly/assembly-reader';
import { readTree } from '../assembly/read-tree';
import { type Environment, loadEnvironment } from '../environment';
import { type BuildError, BuildErrors } from '../errors';
import { DefinitionReader } from './plan/definition-reader';
import { requireLocked } from './plan/require-locked';
import { selectImages } from './plan/select-images';
import { type Filled, fillFolder } from './vendor/fill-folder';
import { VendorFolder } from './vendor/vendor-folder';
import { askedInputs } from './vendor/vendored-sources';

/** Name of the folder where nothing names another. */
export const VENDOR_FOLDER = 'synth.vendor';

/** Options of {@link vendor}. */
export interface VendorOptions {
  /** Relative to `cwd`. @default - that of `environment`, else `synth.vendor` */
  readonly folder?: string | undefined;
  /** Only these platforms, as `linux/arm64`. @default - all */
  readonly platforms?: readonly string[] | undefined;
  /**
   * Mirrors, logins and the cache of this machine.
   *
   * @default - the variables of `env`, and synth.environment.json in `cwd`
   */
  readonly environment?: Environment | undefined;
  /** @default process.cwd() */
  readonly cwd?: string | undefined;
  /** Variables that `environment` is read from. @default process.env */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Told what a person may want to know, e.g. which file was damaged. @default - nobody is told */
  readonly onMessage?: ((message: string) => void) | undefined;
  /** Aborting ends it; what was fetched by then stays. @default - it goes on to its end */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link vendor} did. */
export interface VendorResult extends Filled {
  /** Absolute path. */
  readonly folder: string;
}

/**
 * Puts all that the images of an assembly take from outside into a folder: files of URLs and archives,
 * commits of git, images. A build from it fetches nothing, and gives the same digests.
 *
 * Everything is held to its hash, also what is there already; what is damaged is fetched again.
 *
 * @throws BuildErrors `E_VENDOR_INPUT` for each source that is not pinned; `E_HTTP_…`, `E_GIT_…`,
 *   `E_REGISTRY…`, `E_NPM_FETCH` for each input that cannot be had, with the construct that asks for it
 * @throws BuildError `E_VENDOR_FOLDER`, `E_PLATFORM_UNKNOWN`, `E_LOCK_MISSING`, `E_ASSEMBLY_FORMAT`; the
 *   reason of the abort
 */
export async function vendor(
  assembly: Assembly,
  options: VendorOptions = {},
): Promise<VendorResult> {
  const { cwd = process.cwd(), env = process.env, onMessage, platforms = [], signal } = options;
  const { environment = loadEnvironment({ folder: cwd, env }) } = options;
  const { manifest } = assembly;
  const selected = selectImages(manifest, [], platforms);
  requireLocked(manifest.missing);
  const tree = readTree(assembly.folder);
  const definitions = new DefinitionReader();
  const refused: BuildError[] = [];
  const asked = selected.flatMap(({ image, platforms }) =>
    platforms
      .flatMap((platform) => [platform, ...(platform.tests ?? [])])
      .flatMap((written) => {
        const definition = definitions.read(assembly, written);
        return askedInputs(definition, assembly, tree, image.constructPath, (e) => refused.push(e));
      }),
  );
  BuildErrors.throwIfAny(refused);
  const folder = resolve(cwd, options.folder ?? environment.vendor ?? VENDOR_FOLDER);
  const fetching = { environment, onMessage, signal };
  return { folder, ...(await fillFolder(asked, new VendorFolder(folder), fetching)) };
}
