/** True for a path that starts at the root. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/');
}

const PLAIN_PATH = /^\/?[^/.]+(?:\/[^/.]+)*$/;

/**
 * Shortest path that names the same file, by text alone: no `.`, no `..` that can be resolved, no
 * doubled or trailing slash. The empty path becomes `.`.
 *
 * @see Go package path, Clean
 */
export function cleanPath(path: string): string {
  if (PLAIN_PATH.test(path)) return path;
  const rooted = isAbsolutePath(path);
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') {
      kept.push(part);
    } else if (kept.length > 0 && kept[kept.length - 1] !== '..') {
      kept.pop();
    } else if (!rooted) {
      kept.push(part);
    }
  }
  const text = kept.join('/');
  return rooted ? `/${text}` : text || '.';
}

/** Joins what is not empty with slashes, and cleans the result; nothing at all stays empty. */
export function joinPath(...parts: readonly string[]): string {
  const text = parts.filter((part) => part !== '').join('/');
  return text === '' ? '' : cleanPath(text);
}
