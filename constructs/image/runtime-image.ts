import type { IConstruct } from 'constructs';
import { type BuildError, BuildErrors } from '../../lib/errors';
import { type State, scratch } from '../../lib/llb';
import type { ImageConfigFields } from '../../lib/oci/image-config';
import { formatPlatform } from '../../lib/oci/platform';
import { finishRuntime } from '../../lib/rootfs';
import { titleOf } from '../core/artifact-operations';
import { lowerArtifact } from '../core/lower-artifact';
import type { Target } from '../core/target';
import type { DebianBase } from '../debian/debian-base';
import { checkDebianPlatforms, debianArchitecture } from '../debian/platform';
import { InlineFile } from '../files/inline-file';
import { ImageRuntime, imageLayers, imageVariables } from '../source/image-runtime';
import { healthcheckCommand, healthcheckConfig } from './healthcheck';
import { Image } from './image';
import { layFiles } from './lay-files';
import type { Layer, LoweredImage } from './layer';
import { type OwnProgram, ownProgram } from './own-program';
import { probe } from './probe/probe';
import { needsTls, questionOf } from './probe/question';
import { checkContract, checkPackages, checkVariables } from './runtime-contract';
import { RUNTIME_IMAGE_PROPS, type RuntimeImageProps } from './runtime-image-props';
import { checkStart, startPrograms } from './start/check-start';
import { START, START_PLAN } from './start/place';
import { startEnvironment, startPlan } from './start/plan';
import { START_PROGRAM } from './start/start';

/** Numeric user and group that a runtime runs as where nothing else is said. */
export const NONROOT_ID = 65532;

/**
 * An image with one program, what it needs, and nothing else.
 *
 * Becomes one layer of packages, or those of an image of a registry, and one for each artifact. By contract it has no shell and no
 * package manager, runs as a user that is not root, and can run read-only, without capabilities.
 */
export class RuntimeImage extends Image {
  /** What the image was asked to be, for checks and audits. */
  readonly props: RuntimeImageProps;

  constructor(scope: IConstruct, id: string, props: RuntimeImageProps) {
    super(scope, id, props);
    this.props = props;
  }

  get sourceDateEpoch(): number {
    return this.props.base.base.sourceDateEpoch;
  }

  override get isDated(): boolean {
    return true;
  }

  override get debian(): DebianBase {
    return this.props.base.base;
  }

  override get waivers(): Readonly<Record<string, string>> {
    const given = Object.entries(this.props.waivers ?? {});
    const entries = given.flatMap(([name, reason]) =>
      typeof reason === 'string' ? [[name, reason] as const] : [],
    );
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  override check(): readonly BuildError[] {
    return this.checkProps(RUNTIME_IMAGE_PROPS, this.props, () => [
      ...super.check(),
      ...checkDebianPlatforms(this),
      ...checkContract(this),
      ...checkStart(this),
    ]);
  }

  lower(target: Target): LoweredImage {
    const { files = [], start } = this.props;
    const layers = [...this.lowerPart(target)];
    const names = layers.flatMap(({ packages = [] }) => packages.map(({ name }) => name));
    BuildErrors.throwIfAny(checkPackages(this, names));
    const below = this.taken(target);
    const environment = this.environment(below ?? {});
    if (below !== undefined) BuildErrors.throwIfAny(checkVariables(this, environment));
    let state = layers.at(-1)?.state ?? scratch();
    const title = `${this.imageName} ${formatPlatform(target.platform)}`;
    const timestamp = new Date(this.sourceDateEpoch * 1000);
    const add = (tree: State, what: string, says: string) => {
      state = state.file(layFiles(tree, timestamp), {
        customName: `${title}: copy ${what}`,
        source: this.source,
      });
      layers.push({ state, says });
    };
    const addOwn = (program: OwnProgram) => {
      const tree = ownProgram(program, this.props.base.base, this, target);
      add(tree, `the ${program.name}`, program.name);
    };
    const question = questionOf(this.props.healthcheck ?? {});
    if (question !== undefined) addOwn(probe({ tls: needsTls(question) }));
    if (start !== undefined) {
      addOwn(START_PROGRAM);
      const plan = InlineFile.text(startPlan(start)).at(START_PLAN);
      add(lowerArtifact(plan, target, this), 'what it starts with', 'files');
    }
    for (const file of files) add(lowerArtifact(file, target, this), titleOf(file), 'files');
    layers.push(this.finish(state, title, target, environment));
    return { layers, config: this.config(environment, below?.WorkingDir) };
  }

  private lowerPart(target: Target): readonly Layer[] {
    const { base } = this.props;
    if (ImageRuntime.isImageRuntime(base)) return imageLayers(base.image, target);
    return [base.layer(target, this)];
  }

  /** The config of an image that this one is made on; undefined while that is not locked. */
  private taken(target: Target): ImageConfigFields | undefined {
    const { base } = this.props;
    if (!ImageRuntime.isImageRuntime(base)) return {};
    const locked = base.image.locked(target);
    return locked === undefined ? undefined : (locked.config ?? {});
  }

  /** Variables of the process. */
  private environment(taken: ImageConfigFields): Record<string, string> {
    return {
      PATH: '/boot/bin:/usr/bin:/usr/sbin',
      ...imageVariables(taken),
      ...startEnvironment(this.props.start ?? {}),
      ...this.props.env,
    };
  }

  /** The last layer: what the user needs, over a tree that keeps the contract. */
  private finish(
    tree: State,
    title: string,
    target: Target,
    environment: Readonly<Record<string, string>>,
  ): Layer {
    const { base, entrypoint, healthcheck, start, waivers = {}, writable = [] } = this.props;
    const [uid = NONROOT_ID, gid = NONROOT_ID] = this.user.split(':').map(Number);
    const programs = [
      entrypoint[0],
      healthcheck && healthcheckCommand(healthcheck)[0],
      ...(start === undefined ? [] : startPrograms(start)),
    ];
    const state = finishRuntime(tree, {
      title,
      source: this.source,
      native: base.base.minbase().root(target.for(target.build), this),
      architecture: debianArchitecture(target.platform, this),
      uid,
      gid,
      writable,
      programs: programs.filter((program) => program !== undefined),
      libraryPath: environment.LD_LIBRARY_PATH ?? '',
      waivers: Object.keys(waivers),
      sourceDateEpoch: this.sourceDateEpoch,
    });
    return { state, says: `accounts: user ${uid}, group ${gid}` };
  }

  private get user(): string {
    return this.props.user ?? `${NONROOT_ID}:${NONROOT_ID}`;
  }

  private config(environment: Readonly<Record<string, string>>, folder = '/'): ImageConfigFields {
    const { cmd = [], healthcheck, ports = [], start, stopSignal, writable = [] } = this.props;
    const before = start === undefined ? [] : [START, START_PLAN];
    return {
      User: this.user,
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      Entrypoint: [...before, ...this.props.entrypoint],
      WorkingDir: folder,
      StopSignal: stopSignal ?? 'SIGTERM',
      ...(cmd.length === 0 ? {} : { Cmd: cmd }),
      ...(ports.length === 0 ? {} : { ExposedPorts: emptyObjects(ports) }),
      ...(writable.length === 0 ? {} : { Volumes: emptyObjects(writable) }),
      ...(healthcheck === undefined ? {} : { Healthcheck: healthcheckConfig(healthcheck) }),
      ...(Object.keys(this.labels).length === 0 ? {} : { Labels: this.labels }),
    };
  }
}

function emptyObjects(keys: readonly string[]): Record<string, Record<string, never>> {
  return Object.fromEntries([...keys].sort().map((key) => [key, {}]));
}
