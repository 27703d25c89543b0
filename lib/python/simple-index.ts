import { normalizeName } from './name';

/** A file that an index has of a project. */
export interface IndexFile {
  readonly filename: string;
  /** Absolute, without fragment. */
  readonly url: string;
  /** Hex. @default - the index does not say */
  readonly sha256?: string | undefined;
  /** Bytes. @default - the index does not say */
  readonly size?: number | undefined;
}

/** What an index is asked for: JSON first, HTML where it has no other. */
export const INDEX_ACCEPT =
  'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01';

/** Where an index has the files of a project. */
export function projectUrl(index: string, name: string): string {
  return `${index.replace(/\/+$/, '')}/${normalizeName(name)}/`;
}

/**
 * The files of a page of an index, in either of its forms; undefined where it is none.
 *
 * @param url of the page, which its own URLs are relative to
 * @see Python packaging: simple repository API (PEP 503, PEP 691)
 */
export function parseIndexPage(text: string, url: string): readonly IndexFile[] | undefined {
  return /^\s*\{/.test(text) ? parseJson(text, url) : parseHtml(text, url);
}

function parseJson(text: string, url: string): readonly IndexFile[] | undefined {
  let page: unknown;
  try {
    page = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(page) || !Array.isArray(page.files)) return undefined;
  return page.files.flatMap((file: unknown) => {
    if (!isRecord(file) || typeof file.filename !== 'string' || typeof file.url !== 'string')
      return [];
    const sha256 = isRecord(file.hashes) ? file.hashes.sha256 : undefined;
    const size = Number.isSafeInteger(file.size) ? Number(file.size) : undefined;
    return indexFile(
      file.filename,
      file.url,
      url,
      typeof sha256 === 'string' ? sha256 : undefined,
      size,
    );
  });
}

/** Anchors whose text is the name of a file. */
function parseHtml(text: string, url: string): readonly IndexFile[] | undefined {
  if (!/<(?:!doctype html|html|a)\b/i.test(text)) return undefined;
  const base = /<base\s[^>]*href\s*=\s*["']([^"']*)["']/i.exec(text)?.[1];
  const from =
    base === undefined || !URL.canParse(decodeEntities(base), url)
      ? url
      : new URL(decodeEntities(base), url).href;
  return [...text.matchAll(/<a\s([^>]*)>([^<]*)<\/a\s*>/gi)].flatMap(
    ([, attributes = '', inner = '']) => {
      const [, double, single] =
        /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes) ?? [];
      const href = double ?? single;
      if (href === undefined) return [];
      const target = decodeEntities(href);
      const sha256 = /#(?:.*&)?sha256=([0-9a-f]{64})(?:&|$)/i.exec(target)?.[1];
      return indexFile(decodeEntities(inner).trim(), target, from, sha256);
    },
  );
}

function indexFile(
  filename: string,
  target: string,
  base: string,
  sha256: string | undefined,
  size?: number,
): IndexFile[] {
  if (!URL.canParse(target, base)) return [];
  const url = new URL(target, base);
  url.hash = '';
  if (!/^https?:$/.test(url.protocol)) return [];
  const hash = sha256?.toLowerCase();
  const known = hash !== undefined && /^[0-9a-f]{64}$/.test(hash) ? hash : undefined;
  return [{ filename, url: url.href, sha256: known, size }];
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]+));/gi, (whole, ten, hex, name) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = ten === undefined ? Number.parseInt(hex, 16) : Number(ten);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
