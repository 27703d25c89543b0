import { join } from 'node:path';
import { listAptFolder, readAptFile } from './apt-files';
import type { Mirrors } from './mirrors';

type DebianArchive = 'debian' | 'debian-security';

/** A source of binary packages, as apt's configuration names it. */
interface AptSource {
  readonly uris: readonly string[];
  readonly components: readonly string[];
}

/**
 * Finds the mirrors of the Debian archives in apt's configuration: `sources.list`, and below
 * `sources.list.d` the files `*.list` and `*.sources`. Entries of other archives, disabled ones and
 * those that are not fetched over http are left out. What cannot be read or understood is skipped:
 * these mirrors are a second choice, and every byte that they serve is checked.
 *
 * @see sources.list(5)
 */
export function readAptMirrors(folder: string): Mirrors {
  const found: Record<DebianArchive, Set<string>> = {
    debian: new Set(),
    'debian-security': new Set(),
  };
  for (const source of aptSources(folder)) {
    if (!source.components.includes('main')) continue;
    for (const uri of source.uris) {
      const archive = archiveOf(uri);
      if (archive !== undefined) found[archive].add(uri.replace(/\/+$/, ''));
    }
  }
  return { debian: [...found.debian], 'debian-security': [...found['debian-security']] };
}

/** Mirrors are free in their host but, by convention, not in the archive's folder. */
function archiveOf(uri: string): DebianArchive | undefined {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '') return undefined;
  const folder = /\/([^/]+)\/*$/.exec(url.pathname)?.[1];
  return folder === 'debian' || folder === 'debian-security' ? folder : undefined;
}

function* aptSources(folder: string): Generator<AptSource> {
  yield* parseList(readAptFile(join(folder, 'sources.list')));
  const parts = join(folder, 'sources.list.d');
  for (const name of listAptFolder(parts).sort()) {
    if (name.endsWith('.list')) yield* parseList(readAptFile(join(parts, name)));
    if (name.endsWith('.sources')) yield* parseSources(readAptFile(join(parts, name)));
  }
}

/** One-line style: `deb [ option=value … ] uri suite component…`. */
function* parseList(text: string): Generator<AptSource> {
  for (const line of text.split('\n')) {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s*)?(\S+)\s+\S+\s+([^#]*)/.exec(line);
    if (match?.[1] === undefined) continue;
    yield { uris: [match[1]], components: words(match[2]) };
  }
}

/** deb822 style: paragraphs of fields. */
function* parseSources(text: string): Generator<AptSource> {
  const unfolded = text.replace(/^#.*\n?/gm, '').replace(/\n[ \t]+/g, ' ');
  for (const paragraph of unfolded.split(/\n[ \t]*\n/)) {
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}:(.*)$`, 'im').exec(paragraph)?.[1];
    const isEnabled = !/^\s*(no|false|off|0|without|disable)\s*$/i.test(field('Enabled') ?? '');
    if (!isEnabled || !words(field('Types')).includes('deb')) continue;
    yield {
      uris: words(field('URIs')),
      components: words(field('Components')),
    };
  }
}

function words(text = ''): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
