import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cleanPath } from '../llb/vertex/go-path';
import { compareUtf8 } from '../llb/wire/utf8-order';
import { compileElement, hasWildcard } from './element-glob';

/**
 * The include patterns that `paths` need: each path itself, and where its symbolic links lead, link
 * by link. Links are followed within `root` alone; an absolute one starts there.
 *
 * @returns sorted paths without those below another; undefined when the root itself is meant, which
 *   includes everything
 */
export function followPaths(root: string, paths: readonly string[]): string[] | undefined {
  const resolved = new Set<string>();
  for (const path of paths) {
    const clean = cleanPath(path.replace(/^\/+/, ''));
    // What leaves the root is a pattern that matches nothing in it.
    if (/^\.\.(\/|$)/.test(clean)) resolved.add(clean);
    else follow(root, inRoot(clean), resolved);
  }
  return withoutNested([...resolved].sort(compareUtf8));
}

/** Adds what `path` resolves to. A link that was seen already ends the walk, also in a circle. */
function follow(root: string, path: string, resolved: Set<string>): void {
  const [first = '', ...rest] = path === '' ? [] : path.split('/');
  let current = first;
  for (;;) {
    const targets = current === '' ? undefined : linkTargets(root, current);
    const isLast = rest.length === 0;
    if (targets !== undefined || isLast) {
      const key = current === '' ? '.' : current;
      if (resolved.has(key)) return;
      resolved.add(key);
      for (const target of targets ?? []) {
        follow(root, inRoot(`${target}/${rest.join('/')}`), resolved);
      }
      return;
    }
    current = `${current}/${rest.shift()}`;
  }
}

/** Where `path` leads if it is a link, or for a wildcard where the links that it matches lead. */
function linkTargets(root: string, path: string): string[] | undefined {
  const slash = path.lastIndexOf('/');
  const folder = slash < 0 ? '' : path.slice(0, slash);
  const base = path.slice(slash + 1);
  if (hasWildcard(base)) {
    const matches = compileElement(base);
    const names = ifPresent(() => readdirSync(join(root, folder))) ?? [];
    const targets = names
      .filter((name) => matches(name) === true)
      .flatMap((name) => linkTarget(root, folder === '' ? name : `${folder}/${name}`) ?? []);
    return targets.length > 0 ? targets : undefined;
  }
  const target = linkTarget(root, path);
  return target === undefined ? undefined : [target];
}

function linkTarget(root: string, path: string): string | undefined {
  const absolute = join(root, path);
  const isLink = ifPresent(() => lstatSync(absolute))?.isSymbolicLink() ?? false;
  if (!isLink) return undefined;
  const target = readlinkSync(absolute);
  return target.startsWith('/') ? target : `${path}/../${target}`;
}

function ifPresent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** A path relative to the root that cannot leave it. */
const inRoot = (path: string): string => cleanPath(`/${path}`).slice(1);

/** Drops each path that lies below the one before it; `paths` are sorted. */
export function withoutNested(paths: readonly string[]): string[] | undefined {
  const kept: string[] = [];
  for (const path of paths) {
    if (path === '.') return undefined;
    if (!path.startsWith(`${kept.at(-1) ?? ''}/`)) kept.push(path);
  }
  return kept;
}
