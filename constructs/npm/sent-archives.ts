import type { Tarballs } from '../../lib/inputs/tarball/kind';
import type { State } from '../../lib/llb';
import { answerDigest } from '../../lib/lock/answer-digest';
import { type PlacedArchive, publicPath } from '../../lib/npm';
import type { Target } from '../core/target';

/**
 * Archives as the client sends them: those for one platform in a folder, all others in another, so that
 * platforms share these.
 */
export function sentArchives(
  archives: readonly PlacedArchive[],
  tarballs: Tarballs,
  target: Target,
): State[] {
  const isForOne = ({ cpu, libc, os }: PlacedArchive) => [...os, ...cpu, ...libc].length > 0;
  const parts = [archives.filter((one) => !isForOne(one)), archives.filter(isForOne)];
  return parts.filter((part) => part.length > 0).map((part) => sentPart(part, tarballs, target));
}

function sentPart(archives: readonly PlacedArchive[], { files }: Tarballs, target: Target): State {
  const byHash = new Map<string, string>();
  for (const { source } of archives) {
    const { url } = source;
    const file = files[url];
    if (file === undefined) continue;
    const { sha256, size } = file;
    const path = publicPath(url);
    target.mirrored(
      url,
      path === undefined
        ? { archive: 'npm-other', path: new URL(url).pathname.slice(1), size, sha256 }
        : { archive: 'npm', path, size, sha256 },
    );
    // Two URLs of one archive are one file.
    if (!byHash.has(sha256)) byHash.set(sha256, url);
  }
  const sorted = [...byHash].sort(([a], [b]) => (a < b ? -1 : 1));
  // The name says the content, so that equal ops are equal files.
  const digest = answerDigest(sorted.map(([sha256]) => sha256)).slice('sha256:'.length);
  const name = `npm-${digest.slice(0, 32)}`;
  return target.local(
    name,
    { type: 'archive-files', urls: sorted.map(([, url]) => url) },
    { sharedKeyHint: name },
  );
}
