import type { Assembly } from '../../assembly/assembly-reader';
import type { ImageManifest, PlatformManifest, TestManifest } from '../../assembly/manifest';
import type { SourcePolicy } from '../../client';
import type { Environment } from '../../environment';
import type { Definition } from '../../llb/definition/definition';
import type { Attestations } from '../attrs/attestation-attrs';
import type { VendorFolder } from '../vendor/vendor-folder';
import { type VendoredDefinition, withVendored } from '../vendor/vendored-sources';
import type { ArchiveMirrors } from './archive-mirrors';
import type { Caches } from './caches';
import type { GitFacts } from './git-facts';
import type { BuildOutput } from './output';
import type { PlannedInput } from './planned-input';

/** What a build will do, before anything of it is done. Made by `planBuilds`. */
export class BuildPlan {
  readonly assembly: Assembly;
  /** In the order in which they are built. */
  readonly images: readonly PlannedImage[];
  /** Where each result goes. */
  readonly outputs: readonly BuildOutput[];
  /** Whether each vertex is run anew, be it cached or not. */
  readonly noCache: boolean;
  /** Rules for what the daemon may fetch. @default - it fetches what the definitions name */
  readonly sourcePolicy: SourcePolicy | undefined;
  /** Whether the daemon may fetch nothing but the sources of the definitions, and asks before. */
  readonly onlyOwnSources: boolean;
  /** What steps may do beyond what all may. */
  readonly entitlements: readonly string[];
  /** What the daemon says of how the images were made. */
  readonly attestations: Attestations;
  /** What git says of the app, for provenance. @default - nothing is told */
  readonly git: GitFacts | undefined;
  /** Caches beside the daemon's own. */
  readonly caches: Caches;

  /** @internal */
  readonly vendorFolder: VendorFolder | undefined;
  /** @internal */
  readonly environment: Environment;
  /** @internal */
  readonly mirrors: ArchiveMirrors;
  /** @internal */
  readonly cwd: string;

  readonly #vendored = new WeakMap<Definition, VendoredDefinition>();

  /** @internal use `planBuilds` */
  constructor(parts: BuildPlanParts) {
    this.assembly = parts.assembly;
    this.images = parts.images;
    this.outputs = parts.outputs;
    this.noCache = parts.noCache;
    this.sourcePolicy = parts.sourcePolicy;
    this.onlyOwnSources = parts.onlyOwnSources;
    this.entitlements = parts.entitlements;
    this.attestations = parts.attestations;
    this.git = parts.git;
    this.caches = parts.caches;
    this.vendorFolder = parts.vendorFolder;
    this.environment = parts.environment;
    this.mirrors = parts.mirrors;
    this.cwd = parts.cwd;
  }

  /** Absolute path of the folder that all inputs are taken from; undefined where they are fetched. */
  get vendor(): string | undefined {
    return this.vendorFolder?.path;
  }

  /** The definition as a daemon is given it, with sources where this build has them from. @internal */
  sent(definition: Definition): Definition {
    if (this.vendorFolder === undefined) return this.mirrors.apply(definition);
    return this.vendored(definition).definition;
  }

  /** The definition with sources of the vendor folder. @internal */
  vendored(definition: Definition): VendoredDefinition {
    const known = this.#vendored.get(definition) ?? withVendored(definition, this.assembly);
    this.#vendored.set(definition, known);
    return known;
  }
}

type BuildPlanParts = Readonly<Omit<BuildPlan, 'sent' | 'vendor' | 'vendored'>>;

/** An image that is built in one solve, for all of its platforms that were chosen. */
export interface PlannedImage {
  readonly name: string;
  /** Names with their tags, in full, that the image gets in a store or a registry. */
  readonly references: readonly string[];
  readonly platforms: readonly PlannedPlatform[];
  /** All that the assembly says of it. */
  readonly manifest: ImageManifest;
}

/** The result of one platform. */
export interface PlannedPlatform {
  /** `linux/arm64` */
  readonly platform: string;
  /** Digest of the terminal op of the definition: the same for the same files. */
  readonly digest: string;
  /** The graph, with the sources that the lock names; mirrors stand in when it is solved. */
  readonly definition: Definition;
  /** The OCI image config, as JSON. */
  readonly config: Uint8Array;
  /** What is fetched or sent; read from the definition when it is first asked for. */
  readonly inputs: readonly PlannedInput[];
  /** What must pass before it is given to an output; none where the build leaves them out. */
  readonly tests: readonly PlannedTest[];
  /** All that the assembly says of it. */
  readonly manifest: PlatformManifest;
}

/** A test of one platform of an image. */
export interface PlannedTest {
  /** Path of its construct. */
  readonly name: string;
  /** The graph: that of the image, and what runs on it. */
  readonly definition: Definition;
  /** All that the assembly says of it. */
  readonly manifest: TestManifest;
}

/** The graphs that are solved for a platform. @internal */
export function definitionsOf({ definition, tests }: PlannedPlatform): readonly Definition[] {
  return [definition, ...tests.map((test) => test.definition)];
}
