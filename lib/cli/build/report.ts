import { resolve } from 'node:path';
import type { PlatformManifest } from '../../assembly/manifest';
import type { ExportedContent } from '../../build/exported-content';
import { OciArchive } from '../../build/oci-archive';
import { formatImageReference, parseImageReference } from '../../oci/image-reference';
import { formatPlatform } from '../../oci/platform';
import { type PlatformSummary, summarizeImage } from '../../registry/image-summary';
import type { OutputSpec } from '../args/output-option';
import type { CommandContext } from '../context';
import { renderTable } from '../terminal/table';
import { formatBytes, formatSeconds } from '../terminal/units';
import type { ImageBuild } from './build-image';
import { publishedNames } from './exporters';

/** What is known of a build when it is done. */
export interface ImageReport {
  readonly image: string;
  /** Digest of the index; undefined for files that are no image. */
  readonly digest: string | undefined;
  /** Names under which it was pushed or stored. */
  readonly names: readonly string[];
  readonly seconds: number;
  readonly platforms: readonly PlatformReport[];
}

interface PlatformReport {
  readonly platform: string;
  readonly digest: string | undefined;
  /** Bytes. */
  readonly compressedSize: number | undefined;
  readonly packages: number;
  readonly seconds: number;
}

/** Puts together what is said of a build. */
export async function reportBuild(
  build: ImageBuild,
  outputs: readonly OutputSpec[],
  content: ExportedContent,
  context: CommandContext,
): Promise<ImageReport> {
  const digest = build.response.exporterResponse['containerimage.digest'];
  const summaries =
    digest === undefined ? [] : await readSummaries(digest, build, outputs, content, context);
  return {
    image: build.image.name,
    digest,
    names: outputs.some(({ type }) => type === 'image') ? publishedNames(build.image) : [],
    seconds: seconds(build.time),
    platforms: build.platforms.map((platform) => reportPlatform(platform, build, summaries)),
  };
}

function reportPlatform(
  { platform, packages }: PlatformManifest,
  build: ImageBuild,
  summaries: readonly PlatformSummary[],
): PlatformReport {
  const summary = summaries.find((one) => formatPlatform(one.platform) === platform);
  return {
    platform,
    digest: summary?.digest,
    compressedSize: summary?.compressedSize,
    packages,
    seconds: seconds(build.platformTimes.get(platform) ?? 0),
  };
}

/**
 * Reads what was made from where it now is: the registry, the archive, or the daemon. It is told,
 * not needed: where it cannot be read, the build is done all the same.
 */
async function readSummaries(
  digest: string,
  { image }: ImageBuild,
  outputs: readonly OutputSpec[],
  content: ExportedContent,
  { cwd, messages, signal }: CommandContext,
): Promise<readonly PlatformSummary[]> {
  try {
    const archive = outputs.find(({ type, dest }) => type === 'oci' && dest !== '-');
    if (archive?.dest !== undefined && archive.attrs.tar !== 'false') {
      const layout = new OciArchive(resolve(cwd, archive.dest));
      return await summarizeImage(digest, (blob) => layout.blob(blob));
    }
    const [name] = publishedNames(image);
    if (name !== undefined && outputs.some(({ attrs }) => attrs.push === 'true')) {
      const { readIndexSummary } = await import('../../registry');
      const { registry, repository } = parseImageReference(name);
      const pushed = formatImageReference({ registry, repository, digest });
      return (await readIndexSummary(pushed, { signal })).platforms;
    }
    return await summarizeImage(digest, (blob) => content.read(blob));
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    messages.note(`digests and sizes by platform cannot be read: ${reason}`);
    return [];
  }
}

/**
 * The reports as a table: a line for each platform, and one for the index of several.
 *
 * @param width columns of the terminal @default - there is none
 */
export function renderReports(reports: readonly ImageReport[], width?: number): string {
  return renderTable(
    [
      { title: 'IMAGE' },
      { title: 'PLATFORM' },
      { title: 'SIZE', align: 'right' },
      { title: 'PACKAGES', align: 'right' },
      { title: 'TIME', align: 'right' },
      // Last, so that a narrow terminal breaks nothing else.
      { title: 'DIGEST' },
    ],
    reports.flatMap(({ image, digest, seconds: total, platforms }) => [
      ...platforms.map((one) => [
        image,
        one.platform,
        one.compressedSize === undefined ? '-' : formatBytes(one.compressedSize),
        String(one.packages),
        formatSeconds(one.seconds * 1000),
        one.digest ?? '-',
      ]),
      ...(platforms.length === 1 && platforms[0]?.digest === digest
        ? []
        : [[image, 'index', '', '', formatSeconds(total * 1000), digest ?? '-']]),
    ]),
    width,
  );
}

/** With milliseconds. */
function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
