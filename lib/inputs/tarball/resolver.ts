import { eachAtMost } from '../../fetch/concurrency';
import { lockNpmArchive } from '../../fetch/npm-archive';
import { own } from '../entries';
import { sharedResolver } from '../resolve-shared';
import type { InputResolver, ResolverContext } from '../resolver';
import {
  addTarballs,
  EMPTY,
  findTarballs,
  type TarballFile,
  type TarballRequest,
  type TarballSection,
  type Tarballs,
} from './kind';
import { askAbsent } from './resolve/absent-package';
import { readManifest } from './resolve/archive-manifest';

/** Downloads at a time. */
const DOWNLOADS = 8;

/**
 * Fetches each archive once, holds it to its hash in package-lock.json, and keeps its sha256 and size; the
 * archives stay in the cache, for the build.
 */
export const TARBALL_RESOLVER: InputResolver<TarballRequest, TarballSection> = sharedResolver(
  { add: addTarballs, empty: EMPTY, find: findTarballs },
  (request, section, previous, context) =>
    resolveTarballs(request, { ...previous.files, ...section.files }, context),
);

async function resolveTarballs(
  request: TarballRequest,
  known: TarballSection['files'],
  context: ResolverContext,
): Promise<Tarballs> {
  const files = new Map<string, TarballFile>();
  const described = new Set(request.manifests);
  await eachAtMost(DOWNLOADS, Object.entries(request.files), async ([url, integrity]) => {
    const locked = own(known, url);
    const isLocked = locked?.integrity === integrity;
    const file: TarballFile = isLocked ? locked : await lockNpmArchive(url, integrity, context);
    const isKnown = !described.has(url) || file.manifest !== undefined;
    files.set(url, isKnown ? file : { ...file, manifest: await readManifest(url, file, context) });
  });
  const absent = new Map<string, Tarballs['absent'][string]>();
  await eachAtMost(DOWNLOADS, request.absent, async (name) => {
    absent.set(name, await askAbsent(name, context));
  });
  const sorted = [...files].map(([url, { manifest, sha256, size }]) => {
    return [url, { size, sha256, ...(manifest === undefined ? {} : { manifest }) }] as const;
  });
  return { files: Object.fromEntries(sorted), absent: Object.fromEntries(absent) };
}
