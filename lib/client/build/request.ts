import type { Writable } from 'node:stream';
import { BuildError } from '../../errors';
import type { Definition } from '../../llb/definition/definition';
import type { Platform } from '../../oci/platform';
import type { LocalContent } from '../file-sync/file-sync';
import type { SourceCheck } from '../session/policy';
import type { SecretValue } from '../session/secrets';
import type { SourcePolicy } from './source-policy';

/** The result for one platform. */
export interface BuildResult {
  /** Platform of the result. */
  readonly platform: Platform;
  /** The graph to solve. */
  readonly definition: Definition;
  /** The OCI image config as JSON. @default - the daemon makes one with nothing but the platform */
  readonly config?: Uint8Array | undefined;
  /**
   * What this client says of the result: in-toto statements, in the index beside that of its platform,
   * and files beside those that are exported.
   *
   * @default - nothing
   */
  readonly attestations?: readonly BuildAttestation[] | undefined;
  /**
   * Graphs that must be solved before any result is given to an exporter, and whose own results nobody
   * gets. All of them are solved, also where one fails.
   *
   * @default - none
   */
  readonly checks?: readonly Definition[] | undefined;
}

/** The graphs that are solved for results. @internal */
export function graphsOf(results: readonly BuildResult[]): readonly Definition[] {
  return results.flatMap(({ checks = [], definition }) => [definition, ...checks]);
}

/** What is said of a result. */
export interface BuildAttestation {
  /** What kind of statement it is, as a URI: `https://spdx.dev/Document`. */
  readonly predicateType: string;
  /** The predicate, as JSON. */
  readonly predicate: Uint8Array;
  /** Name of the file where files are exported: `sbom.spdx.json`. */
  readonly filename: string;
  /** Why it is there, as BuildKit's own have it: `sbom`, `provenance`. */
  readonly reason: string;
}

/** What is done with the results. */
export interface BuildExporter {
  /** `image`, `oci`, `docker`, `tar`, `local`, or another that the daemon knows. */
  readonly type: string;
  /** Attributes as BuildKit names them, e.g. `name`, `push`. */
  readonly attrs: Readonly<Record<string, string>>;
  /**
   * Where the result goes on this machine: a path (a file for `oci`, `docker` and `tar`, a folder
   * for `local`), or a function that opens a stream for those that make a file. All files and folders
   * of a build come to their places, or none; what a stream, a pipe or a device has taken is gone.
   *
   * @default - nothing comes to this machine
   */
  readonly output?: string | (() => Writable) | undefined;
}

/** A source or destination of cache, see BuildKit's cache backends. */
export interface BuildCache {
  /**
   * `registry`, `inline`, `gha`, `s3`, `azblob`, or another that the daemon reaches; or `local`, an OCI
   * layout in a folder on this machine, by its absolute path as `src` or `dest`.
   */
  readonly type: string;
  /** Attributes as BuildKit names them, e.g. `ref`, `mode`. */
  readonly attrs: Readonly<Record<string, string>>;
}

/** What a daemon may do for results that it does not know yet. */
export interface BuildMeanwhile {
  /** What the results will most likely be. Their graphs are read, and nothing of them is run. */
  readonly load: readonly BuildResult[];
  /**
   * Graphs that will most likely be needed, e.g. of inputs. They are solved. One that is a graph of
   * `load` is given up where it is not a graph of the results.
   */
  readonly solve: readonly Definition[];
}

/** One build: results for one or more platforms, exported together. */
export interface BuildRequest {
  /** A promise where they are still being made: the session and the solve are opened meanwhile. */
  readonly results: readonly BuildResult[] | Promise<readonly BuildResult[]>;
  /** What the daemon may do while `results` are awaited. @default - nothing */
  readonly meanwhile?: BuildMeanwhile | undefined;
  /** @default - none: the results only stay in the daemon's cache */
  readonly exporters?: readonly BuildExporter[] | undefined;
  /**
   * Absolute path of the folder behind each `local://<name>` source. It arrives as buildctl would
   * send it, but for extended attributes (`user.*`), which Node cannot read. Or files from anywhere,
   * which have the names and modes that are said; patterns of the source cannot choose among them.
   *
   * @default {}
   */
  readonly locals?: Readonly<Record<string, LocalContent>> | undefined;
  /**
   * Absolute path of the folder of the OCI layout behind each `oci-layout://` source that has this
   * name as its store.
   *
   * @default {}
   */
  readonly ociLayouts?: Readonly<Record<string, string>> | undefined;
  /**
   * Contents of secrets, by id, or functions that fetch them. They are sent when a step asks for
   * them, and kept nowhere.
   *
   * @default {}
   */
  readonly secrets?: Readonly<Record<string, SecretValue>> | undefined;
  /**
   * Absolute path of the socket of each ssh agent, by id; `default` is the one of steps that name
   * none. Steps can list its keys and have it sign, and nothing else.
   *
   * @default {}
   */
  readonly ssh?: Readonly<Record<string, string>> | undefined;
  /**
   * Attributes of the solve that hold without a frontend, too, such as `attest:provenance`.
   *
   * @default {}
   */
  readonly frontendAttrs?: Readonly<Record<string, string>> | undefined;
  /** Where cache is read. @default - the daemon's own cache alone */
  readonly cacheFrom?: readonly BuildCache[] | undefined;
  /** Where cache is written. @default - the daemon's own cache alone */
  readonly cacheTo?: readonly BuildCache[] | undefined;
  /**
   * What steps may do beyond what all may: `network.host`, `security.insecure`, `device`. The daemon
   * must allow it as well.
   *
   * @default []
   */
  readonly entitlements?: readonly string[] | undefined;
  /** Rules for what the daemon may fetch. @default - it fetches what the graphs name */
  readonly sourcePolicy?: SourcePolicy | undefined;
  /**
   * Asked by the daemon before it looks up or fetches a source, of whichever graph: also of those that
   * it makes itself. Needs BuildKit 0.26, and costs a call for each source.
   *
   * @default - it does not ask
   */
  readonly checkSource?: SourceCheck | undefined;
  /**
   * True to have the daemon fetch nothing but the sources of `results` and `meanwhile`, as they have
   * them: no image of a scanner, nothing of graphs that it makes itself. It asks as for `checkSource`.
   *
   * @default false
   */
  readonly onlyOwnSources?: boolean | undefined;
  /** True to run each vertex again. @default false */
  readonly noCache?: boolean | undefined;
}

/** What a build gives back. */
export interface BuildResponse {
  /** Keys such as `containerimage.digest`, as the exporters set them. */
  readonly exporterResponse: Readonly<Record<string, string>>;
  /** The id of the build, under which the daemon keeps it in its history. */
  readonly ref: string;
}

/** Whether the daemon is to ask before it fetches a source. */
export function asksForSources({ checkSource, onlyOwnSources }: BuildRequest): boolean {
  return checkSource !== undefined || onlyOwnSources === true;
}

/** @throws BuildError `E_BUILD_REQUEST` */
export function requireResults(results: readonly BuildResult[]): void {
  if (results.length === 0) throw new BuildError('E_BUILD_REQUEST', 'build has no result to solve');
}
