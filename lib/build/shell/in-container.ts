import type { Assembly } from '../../assembly/assembly-reader';
import type { Connection, Container, ResultFiles, StepProcess } from '../../client';
import { BuildError } from '../../errors';
import { formatPlatform } from '../../oci/platform';
import type { BuildPlan, PlannedImage } from '../plan/build-plan';
import { MirrorAttempts } from '../plan/mirror-attempts';
import { type PlanOptions, planBuilds } from '../plan/plan-builds';
import { selectImages } from '../plan/select-images';
import { makeSolveRequest, type SolveRequest } from '../plan/solve-request';
import type { BuildOptions } from '../solve/build-options';
import { givenToBuilds } from '../solve/given-to-builds';
import { openConnection } from '../solve/open-connection';
import { requireGiven } from '../solve/require-given';
import { withConstructPath } from '../solve/solve-place';
import { imageProcess } from './image-process';
import { findPlace, firstStep, type ShellPlace } from './shell-place';
import { type StepRoot, stepRoot } from './step-root';

/** A container, and how what runs in it by itself is started. */
export interface OpenedContainer {
  readonly container: Container;
  /** Of an image its user, folder and variables; of a stage those of its first command. */
  readonly process: StepProcess;
  /** Platform of its programs. */
  readonly platform: string;
  /** The files of its root, before anything ran. */
  readonly files: ResultFiles;
}

/** What {@link inContainer} works with. */
export interface ContainerRun
  extends BuildOptions,
    Pick<PlanOptions, 'cwd' | 'env' | 'environment' | 'entitlements'> {
  /** Platform of the image. @default - that of the daemon, where the image has it, else its first */
  readonly platform?: string | undefined;
}

/**
 * Opens a container with the root of an image, or with the root and the mounts that the first command
 * of a stage finds. What that needs is solved; nothing is exported, and what is written in the
 * container is in no image.
 *
 * @param name an image, or the path of a construct that runs commands
 * @param use what is done in it; it is gone afterwards
 * @throws BuildError `E_SHELL_PLACE`, `E_CONTAINER`; as `planBuilds` and `build` do
 */
export async function inContainer<T>(
  assembly: Assembly,
  name: string,
  use: (opened: OpenedContainer) => Promise<T>,
  options: ContainerRun = {},
): Promise<T> {
  const place = findPlace(assembly, name);
  const connection = await openConnection(options);
  try {
    const [native] = (await connection.workers({ signal: options.signal }))[0]?.platforms ?? [];
    const plan = planPlace(assembly, place, options, native && formatPlatform(native));
    return await run(plan, connection, use, options);
  } finally {
    if (options.connection === undefined) connection.close();
  }
}

interface PlannedPlace {
  readonly plan: BuildPlan;
  readonly image: PlannedImage;
  readonly place: ShellPlace;
}

/** The first image that has the place. */
function planPlace(
  assembly: Assembly,
  place: ShellPlace,
  options: ContainerRun,
  native: string | undefined,
): PlannedPlace {
  const names = place.kind === 'result' ? [place.image] : place.images;
  for (const name of names) {
    const [selected] = selectImages(assembly.manifest, [name], []);
    const has = selected?.image.platformNames ?? [];
    if (place.kind === 'step' && options.platform && !has.includes(options.platform)) continue;
    const platform = options.platform ?? has.find((one) => one === native) ?? has[0];
    const images = { images: [name], platforms: platform === undefined ? [] : [platform] };
    const plan = planBuilds(assembly, { ...options, ...images });
    const [image] = plan.images;
    const definition = image?.platforms[0]?.definition;
    if (image === undefined || definition === undefined) continue;
    if (place.kind === 'result' || firstStep(definition, place) !== undefined) {
      return { plan, image, place };
    }
  }
  const path = place.kind === 'step' ? place.construct.path : place.image;
  throw new BuildError('E_SHELL_PLACE', `"${path}" runs no command for any image`, {
    expected: 'an image, or a construct that runs commands: a BuildStage',
    constructPath: path,
  });
}

async function run<T>(
  { image, place, plan }: PlannedPlace,
  connection: Connection,
  use: (opened: OpenedContainer) => Promise<T>,
  options: ContainerRun,
): Promise<T> {
  const { onEvent = () => {} } = options;
  const signal = options.signal ?? new AbortController().signal;
  const onMessage = (text: string) => onEvent({ type: 'message', text });
  const { secrets, ssh } = givenToBuilds(options, plan.environment);
  requireGiven(plan, { secrets, ssh });
  const isDocker = async () => false;
  const attempts = new MirrorAttempts(plan.mirrors);
  for (let isFirst = true; ; isFirst = false) {
    attempts.begin();
    const context = { isDocker, mayFetch: true, onMessage, signal };
    const request = await makeSolveRequest(image, plan, context);
    const root = rootOf(request, image, place);
    const told = { image: image.name, platforms: [formatPlatform(root.platform)] };
    if (isFirst) onEvent({ type: 'planned', images: [told] });
    onEvent({ type: 'solve-started', ...told, sizes: plan.mirrors.sizes() });
    let isEnded = false;
    const end = (mayRestart: boolean) => {
      if (!isEnded) onEvent({ type: 'solve-ended', image: image.name, mayRestart });
      isEnded = true;
    };
    let used: { readonly value: T } | undefined;
    const onFiles = async ([files]: readonly ResultFiles[]) => {
      if (files === undefined) return;
      end(false);
      used = { value: await useRoot(files, root, use) };
    };
    try {
      const { platform, definition } = root;
      await connection.build(
        { ...request, secrets, ssh, exporters: [], results: [{ platform, definition }] },
        {
          credentials: options.credentials,
          onFiles,
          onMessage,
          onStatus: (status) => {
            if (!isEnded) onEvent({ type: 'status', image: image.name, status });
          },
          signal,
        },
      );
      if (used !== undefined) return used.value;
      throw new BuildError('E_CONTAINER', 'the build ended before its container was opened');
    } catch (error) {
      end(attempts.mayReplan(error));
      if (used !== undefined || !(await attempts.replan(error, { onMessage, signal }))) {
        throw withConstructPath(error, plan.assembly, image.manifest.constructPath);
      }
    }
  }
}

async function useRoot<T>(
  files: ResultFiles,
  { container: options, platform, process }: StepRoot,
  use: (opened: OpenedContainer) => Promise<T>,
): Promise<T> {
  const container = await files.openContainer(options);
  try {
    return await use({ container, files, platform: formatPlatform(platform), process });
  } finally {
    await container.release();
  }
}

/** Of the graph as it is solved: mirrors and folders of this build give its ops other digests. */
function rootOf(
  { results }: SolveRequest,
  { platforms }: PlannedImage,
  place: ShellPlace,
): StepRoot {
  const [result] = results;
  const [planned] = platforms;
  if (result === undefined || planned === undefined) throw new RangeError('no platform is planned');
  const { definition, platform } = result;
  if (place.kind === 'result') {
    return { definition, platform, container: {}, process: imageProcess(planned.config) };
  }
  return stepRoot(definition, firstStep(definition, place) ?? '', place.construct.path);
}
