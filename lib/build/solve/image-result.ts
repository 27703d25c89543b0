import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BuildResponse, BuildResult } from '../../client';
import { formatImageReference, parseImageReference } from '../../oci/image-reference';
import { formatPlatform } from '../../oci/platform';
import { type PlatformSummary, summarizeImage } from '../../registry/image-summary';
import type { BuildPlan, PlannedImage, PlannedPlatform } from '../plan/build-plan';
import { isLayout, isLoaded, isPushed } from '../plan/output';
import type { ExportedContent } from './exported-content';
import { OciArchive } from './oci-archive';
import type { SolveSession } from './solve-session';
import type { TestResult } from './test-watch';

/** What is known of an image when it is built. */
export interface ImageResult {
  readonly image: string;
  /** Digest of the index; undefined for files that are no image. */
  readonly digest: string | undefined;
  /** Names under which it was pushed or stored. */
  readonly names: readonly string[];
  /** Of the whole build, with milliseconds. */
  readonly seconds: number;
  /** Whether the daemon had all of it before. */
  readonly cached: boolean;
  readonly platforms: readonly PlatformResult[];
  /** What came of its tests; none where they were left out. */
  readonly tests: readonly TestResult[];
  /** What the exporters answered, by BuildKit's keys, e.g. `containerimage.digest`. */
  readonly exporterResponse: Readonly<Record<string, string>>;
  /** The id of the build, under which the daemon keeps it in its history. */
  readonly ref: string;
}

/** What is known of one platform of an image when it is built. */
export interface PlatformResult {
  /** `linux/arm64` */
  readonly platform: string;
  /** Digest of the manifest; undefined for files that are no image. */
  readonly digest: string | undefined;
  /** Bytes of config and layers; undefined where they could not be read. */
  readonly compressedSize: number | undefined;
  /** Number of Debian packages. */
  readonly packages: number;
  /** Of the vertexes of this platform, with milliseconds; what ran at once counts once. */
  readonly seconds: number;
}

/** How a build went. */
export interface FinishedBuild {
  readonly image: PlannedImage;
  /** What was solved. */
  readonly results: readonly BuildResult[];
  readonly response: BuildResponse;
  /** Milliseconds of the whole build. */
  readonly time: number;
  /** Whether the daemon had the results of all platforms before. */
  readonly cached: boolean;
  /** What came of its tests. */
  readonly tests: readonly TestResult[];
  /** Milliseconds of the vertexes of a platform. */
  readonly timeOf: (platform: PlannedPlatform) => number;
}

interface ResultContext extends SolveSession {
  /** What the daemon has of the image. */
  readonly content: ExportedContent;
  readonly onMessage: (message: string) => void;
}

/** Puts together what is known of a build. */
export async function imageResult(
  build: FinishedBuild,
  plan: BuildPlan,
  context: ResultContext,
): Promise<ImageResult> {
  const { image, response, time, timeOf } = build;
  const { exporterResponse, ref } = response;
  const digest = exporterResponse['containerimage.digest'];
  const summaries = digest === undefined ? [] : await readSummaries(digest, image, plan, context);
  return {
    image: image.name,
    digest,
    names: plan.outputs.some((output) => output.type === 'image' || isLoaded(output))
      ? image.references
      : [],
    seconds: seconds(time),
    cached: build.cached,
    tests: build.tests,
    platforms: image.platforms.map((platform) => {
      const summary = summaries.find((one) => formatPlatform(one.platform) === platform.platform);
      return {
        platform: platform.platform,
        digest: summary?.digest,
        compressedSize: summary?.compressedSize,
        packages: platform.manifest.packages,
        seconds: seconds(timeOf(platform)),
      };
    }),
    exporterResponse,
    ref,
  };
}

/**
 * Reads what was made from where it now is: the registry, the archive, or the daemon. It is told,
 * not needed: where it cannot be read, the build is done all the same.
 */
async function readSummaries(
  digest: string,
  { references: [name] }: PlannedImage,
  { cwd, outputs }: BuildPlan,
  { content, credentials, onMessage, signal }: ResultContext,
): Promise<readonly PlatformSummary[]> {
  try {
    for (const output of outputs) {
      const { dest, type } = output;
      if (type !== 'oci' || typeof dest !== 'string') continue;
      const path = resolve(cwd, dest);
      if (isLayout(output)) return await summarizeImage(digest, (blob) => layoutBlob(path, blob));
      // A pipe has been read by another; asking it again would wait for ever.
      if (!statSync(path).isFile()) continue;
      const layout = new OciArchive(path);
      return await summarizeImage(digest, (blob) => layout.blob(blob));
    }
    if (name !== undefined && outputs.some(isPushed)) {
      const { readIndexSummary } = await import('../../registry');
      const { registry, repository } = parseImageReference(name);
      const pushed = formatImageReference({ registry, repository, digest });
      return (await readIndexSummary(pushed, { credentials, signal })).platforms;
    }
    return await summarizeImage(digest, (blob) => content.read(blob));
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    onMessage(`digests and sizes by platform cannot be read: ${reason}`);
    return [];
  }
}

/** A blob of an OCI layout in a folder. */
function layoutBlob(folder: string, digest: string): Uint8Array {
  return readFileSync(join(folder, 'blobs', digest.replace(':', '/')));
}

/** With milliseconds. */
function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
