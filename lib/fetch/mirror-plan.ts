import type { ArchiveFile } from '../assembly/manifest';
import { isLanguageArchive } from '../environment/mirrors';
import { BuildError } from '../errors';
import { fileUrls } from './archive-file';
import { eachAtMost } from './concurrency';
import { type FetchContext, type FetchOptions, fetchContext } from './fetch-context';
import { HttpStatusError } from './http-failure';
import { originOf } from './origins';

/** Probes at a time. */
const PROBES = 6;

/**
 * Finds for each file of a manifest a server that has it now, by asking without fetching. Bytes are
 * not checked here: the build checks them by their hash.
 *
 * @param files of the manifest, by canonical URL
 * @returns the URL to fetch each file from, by canonical URL; the canonical one where that serves it
 * @throws BuildError `E_DEBIAN_FILE_GONE` or `E_GO_MODULE`, which lists every file that no server has,
 * or `E_DEBIAN_ARCHIVE_UNREACHABLE` where no server answered at all
 */
export async function planMirrors(
  files: Readonly<Record<string, ArchiveFile>>,
  options: FetchOptions,
): Promise<ReadonlyMap<string, string>> {
  const patience = { attempts: 2, idleTimeout: 10_000, ...options.patience };
  const context = fetchContext({ ...options, patience });
  const plan = new Map<string, string>();
  const missing = new Map<string, string[]>();
  let answers = 0;
  await eachAtMost(PROBES, Object.entries(files), async ([canonicalUrl, file]) => {
    const { url, reasons, hasAnswer } = await probe(canonicalUrl, file, context);
    if (hasAnswer) answers += 1;
    if (url === undefined) missing.set(canonicalUrl, reasons);
    else plan.set(canonicalUrl, url);
  });
  if (missing.size > 0) throw goneError(missing, files, answers > 0);
  for (const [mirror, { archive, count }] of countMirrors(plan, files)) {
    const { name } = originOf(archive);
    context.say(`${mirror} stands in for ${name}: ${count} of ${plan.size} files`);
  }
  // In the order of the manifest, not of the answers.
  return new Map(Object.keys(files).map((url) => [url, plan.get(url) ?? url]));
}

interface Probe {
  readonly url?: string;
  readonly reasons: string[];
  /** True where any server answered, be it that it has no such file. */
  readonly hasAnswer: boolean;
}

async function probe(
  canonicalUrl: string,
  file: ArchiveFile,
  { archiveHttp, environment, http }: FetchContext,
): Promise<Probe> {
  const reasons: string[] = [];
  let hasAnswer = false;
  for (const url of fileUrls(canonicalUrl, file, environment)) {
    try {
      // Apt's own proxies are for Debian.
      const { size } = await (isLanguageArchive(file.archive) ? http : archiveHttp).probe(url);
      hasAnswer = true;
      if (size === undefined || file.size === undefined || size === file.size)
        return { url, reasons, hasAnswer };
      reasons.push(`${url}: ${size} bytes instead of ${file.size}`);
    } catch (error) {
      if (!BuildError.is(error)) throw error;
      hasAnswer ||= error instanceof HttpStatusError;
      reasons.push(error.message);
    }
  }
  return { reasons, hasAnswer };
}

function goneError(
  missing: ReadonlyMap<string, readonly string[]>,
  files: Readonly<Record<string, ArchiveFile>>,
  hasAnswer: boolean,
): BuildError {
  const [[url = '', reasons = []] = []] = missing;
  const { codes, expected, fix, kind } = originOf(files[url]?.archive ?? '');
  const [gone, unreachable] = codes;
  return new BuildError(
    hasAnswer ? gone : unreachable,
    `${missing.size} of ${Object.keys(files).length} locked ${kind}s can be fetched from nowhere`,
    {
      got: reasons.join('; '),
      expected,
      fix,
      log: [...missing.keys()].sort().join('\n'),
    },
  );
}

/** How many files each mirror serves in the place of their archive. */
function countMirrors(
  plan: ReadonlyMap<string, string>,
  files: Readonly<Record<string, ArchiveFile>>,
): Map<string, { readonly archive: string; readonly count: number }> {
  const counts = new Map<string, { readonly archive: string; readonly count: number }>();
  for (const [canonicalUrl, url] of plan) {
    const file = files[canonicalUrl];
    if (url === canonicalUrl || file === undefined) continue;
    const mirror = url.slice(0, -file.path.length - 1);
    const count = (counts.get(mirror)?.count ?? 0) + 1;
    counts.set(mirror, { archive: file.archive, count });
  }
  return counts;
}
