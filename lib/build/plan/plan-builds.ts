import { resolve } from 'node:path';
import type { Assembly } from '../../assembly/assembly-reader';
import type { PlatformManifest } from '../../assembly/manifest';
import type { SourcePolicy } from '../../client';
import { type Environment, loadEnvironment } from '../../environment';
import { BuildError } from '../../errors';
import type { Attestations } from '../attrs/attestation-attrs';
import type { CacheDestination, CacheSource } from '../attrs/cache-attrs';
import { NOTHING_FETCHED } from '../vendor/serve-folder';
import { VendorFolder } from '../vendor/vendor-folder';
import { ArchiveMirrors } from './archive-mirrors';
import { BuildPlan, type PlannedImage, type PlannedPlatform } from './build-plan';
import { type Caches, cachePlaces, checkCachePlaces, checkCaches } from './caches';
import {
  annotated,
  checkAttestations,
  checkOutputAttrs,
  checkOutputs,
  requirePublished,
} from './check-images';
import { DefinitionReader } from './definition-reader';
import { publishedNames } from './exporters';
import type { GitFacts } from './git-facts';
import { withLabels } from './labels';
import type { BuildOutput } from './output';
import { type PlannedInput, plannedInputs } from './planned-input';
import { requireLocked } from './require-locked';
import { type SelectedImage, selectImages } from './select-images';

/** What of an assembly is built, and for what. */
export interface PlanOptions extends Attestations {
  /** Names of images. @default - all of the app */
  readonly images?: readonly string[] | undefined;
  /** Platforms, e.g. `linux/arm64`. @default - all of each image */
  readonly platforms?: readonly string[] | undefined;
  /** True to push each image under all of its names; each must have one. @default false */
  readonly push?: boolean | undefined;
  /** Where the results go. @default - to the image store of the daemon, and pushed with `push` */
  readonly outputs?: readonly BuildOutput[] | undefined;
  /** Labels of all images; they win over those of an image. @default - none */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /**
   * What git says of the app, see `readGitFacts`: the labels `org.opencontainers.image.revision`,
   * `source` and `version`, with `created`, which is the date of the image. Those of an image win.
   *
   * @default - no labels are made
   */
  readonly git?: GitFacts | undefined;
  /**
   * Annotations of all outputs that are images, by their key, or `place:key` as buildx has it: `index`,
   * `manifest[linux/arm64]`, `manifest-descriptor`, `index-descriptor`, several with commas.
   *
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /**
   * Caches that are read, beside the daemon's own. In their attributes `{image}` is the name of the
   * image, and `{platform}` its platforms (`linux-amd64`, several with `_`).
   *
   * @default - those of `environment`
   */
  readonly cacheFrom?: readonly CacheSource[] | undefined;
  /** Caches that are written, with the same placeholders. @default - those of `environment` */
  readonly cacheTo?: readonly CacheDestination[] | undefined;
  /**
   * Rules for what the daemon may fetch, as `buildctl --source-policy-file` has them. A rule that
   * converts a source changes what is built.
   *
   * @default - it fetches what the definitions name
   */
  readonly sourcePolicy?: SourcePolicy | undefined;
  /**
   * True to have the daemon fetch nothing but the sources of the definitions: no image of a scanner,
   * nothing of a graph that a step makes. It asks before each source; BuildKit 0.26.
   *
   * @default false
   */
  readonly onlyOwnSources?: boolean | undefined;
  /**
   * What steps may do beyond what all may: `network.host`, `security.insecure`, `device`. The daemon
   * must allow it as well.
   *
   * @default - nothing
   */
  readonly entitlements?: readonly string[] | undefined;
  /**
   * Folder that `vendor` has filled, relative to `cwd`: nothing is fetched then, by nobody.
   *
   * @default - that of `environment`, else inputs are fetched
   */
  readonly vendor?: string | undefined;
  /**
   * Whether the tests of images are run: `only` runs them and gives the images to no output.
   *
   * @default true
   */
  readonly tests?: boolean | 'only' | undefined;
  /** True to run each vertex anew. @default false */
  readonly noCache?: boolean | undefined;
  /**
   * Mirrors and the cache of this machine.
   *
   * @default - the variables of `env`, and synth.environment.json in `cwd`
   */
  readonly environment?: Environment | undefined;
  /** Folder that paths of outputs are relative to. @default process.cwd() */
  readonly cwd?: string | undefined;
  /** Variables that `environment` is read from. @default process.env */
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/**
 * Plans the builds of an assembly: nothing is fetched, sent or run, and no daemon is asked.
 *
 * @throws BuildErrors `E_IMAGE_UNKNOWN`, `E_PLATFORM_UNKNOWN`, `E_LOCK_MISSING`,
 *   `E_PUBLISH_MISSING`, `E_BUILD_OUTPUT`, `E_BUILD_CACHE`
 * @throws BuildError `E_ASSEMBLY_FORMAT`, `E_ENVIRONMENT_FORMAT`
 */
export function planBuilds(assembly: Assembly, options: PlanOptions = {}): BuildPlan {
  return new Planner(options).plan(assembly);
}

/** Plans builds of several assemblies with the same options; what they have in common is made once. */
export class Planner {
  readonly #definitions = new DefinitionReader();
  readonly #options: PlanOptions;
  readonly #environment: Environment;
  readonly #outputs: readonly BuildOutput[];
  readonly #cwd: string;
  readonly #caches: Caches;
  /** One for all plans: what of it is checked is checked once. */
  readonly #vendor: VendorFolder | undefined;
  #mirrors: ArchiveMirrors | undefined;

  /**
   * @throws BuildError `E_ENVIRONMENT_FORMAT`, `E_SOURCE_POLICY`; BuildErrors `E_BUILD_OUTPUT`,
   *   `E_BUILD_CACHE`
   */
  constructor(options: PlanOptions) {
    const { cwd = process.cwd(), env = process.env, outputs = [], push = false } = options;
    this.#options = options;
    this.#environment = options.environment ?? loadEnvironment({ folder: cwd, env });
    const usual: readonly BuildOutput[] = options.tests === 'only' ? [] : [{ type: 'image', push }];
    this.#outputs = annotated(outputs.length > 0 ? outputs : usual, options.annotations ?? {});
    this.#cwd = cwd;
    const { cacheFrom = [], cacheTo = [] } = this.#environment;
    this.#caches = {
      from: options.cacheFrom ? cachePlaces(options.cacheFrom, 'from', { cwd, env }) : cacheFrom,
      to: options.cacheTo ? cachePlaces(options.cacheTo, 'to', { cwd, env }) : cacheTo,
    };
    const { vendor = this.#environment.vendor } = options;
    this.#vendor = vendor === undefined ? undefined : new VendorFolder(resolve(cwd, vendor));
    if (this.#vendor !== undefined && options.sourcePolicy !== undefined) throw policyError();
    checkOutputAttrs(this.#outputs);
    checkAttestations(options, this.#outputs);
    checkCaches(this.#caches);
  }

  /** The outputs that are asked for, or the one that is usual. */
  get outputs(): readonly BuildOutput[] {
    return this.#outputs;
  }

  /**
   * @param count how many of the images, the first ones
   * @throws as {@link planBuilds}
   */
  plan(assembly: Assembly, count = Number.POSITIVE_INFINITY): BuildPlan {
    const { images = [], platforms = [], push = false } = this.#options;
    const { manifest } = assembly;
    // A wrong name is told first: no lock would make it right.
    const all = selectImages(manifest, images, platforms);
    const selected = (this.#options.tests === 'only' ? testedOf(all) : all).slice(0, count);
    requireLocked(manifest.missing);
    if (push) requirePublished(selected);
    checkOutputs(this.#outputs, selected, this.#cwd);
    checkCachePlaces(this.#caches, selected);
    const mirrors = this.#mirrorsFor(assembly);
    return new BuildPlan({
      assembly,
      images: selected.map((image) => this.#planImage(image, assembly, mirrors)),
      outputs: this.#outputs,
      noCache: this.#options.noCache ?? false,
      sourcePolicy: this.#vendor === undefined ? this.#options.sourcePolicy : NOTHING_FETCHED,
      vendorFolder: this.#vendor,
      onlyOwnSources: this.#options.onlyOwnSources ?? false,
      entitlements: this.#options.entitlements ?? [],
      attestations: { provenance: this.#options.provenance, sbom: this.#options.sbom },
      git: this.#options.git,
      caches: this.#caches,
      environment: this.#environment,
      mirrors,
      cwd: this.#cwd,
    });
  }

  #planImage(
    { image, platforms }: SelectedImage,
    assembly: Assembly,
    mirrors: ArchiveMirrors,
  ): PlannedImage {
    return {
      name: image.name,
      references: publishedNames(image),
      platforms: platforms.map((platform) =>
        this.#planPlatform(platform, assembly, mirrors, image.sourceDateEpoch),
      ),
      manifest: image,
    };
  }

  #planPlatform(
    manifest: PlatformManifest,
    assembly: Assembly,
    mirrors: ArchiveMirrors,
    epoch: number,
  ): PlannedPlatform {
    const { git, labels = {}, tests: isTested = true } = this.#options;
    const definition = this.#definitions.read(assembly, manifest);
    const tests = isTested ? (manifest.tests ?? []) : [];
    const planned = tests.map((test) => ({
      name: test.name,
      definition: this.#definitions.read(assembly, test),
      manifest: test,
    }));
    const vendor = this.#vendor?.path;
    let inputs: readonly PlannedInput[] | undefined;
    return {
      platform: manifest.platform,
      digest: manifest.digest,
      definition,
      config: withLabels(assembly.readConfig(manifest), { git, labels }, epoch),
      get inputs() {
        inputs ??= plannedInputs(definition, assembly, mirrors, vendor);
        return inputs;
      },
      tests: planned,
      manifest,
    };
  }

  /** Most files stay as they were since the last run, and what was made of them with them. */
  #mirrorsFor({ manifest: { archiveFiles } }: Assembly): ArchiveMirrors {
    if (!this.#mirrors?.areFor(archiveFiles)) {
      this.#mirrors = new ArchiveMirrors(archiveFiles, this.#environment);
    }
    return this.#mirrors;
  }
}

/** Images and platforms that have tests. */
function testedOf(selected: readonly SelectedImage[]): readonly SelectedImage[] {
  const tested = selected.map(({ image, platforms }) => ({
    image,
    platforms: platforms.filter(({ tests = [] }) => tests.length > 0),
  }));
  return tested.filter(({ platforms }) => platforms.length > 0);
}

/** Rules fit sources as the definitions have them, which no daemon is asked for then. */
function policyError(): BuildError {
  return new BuildError('E_SOURCE_POLICY', 'a source policy holds for what is fetched', {
    got: 'one for a build from a vendor folder, which fetches nothing',
    expected: 'one of the two',
    fix: 'check with the policy where the folder is filled, by a build without it',
  });
}
