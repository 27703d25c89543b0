/** Whether a path of a submodule stays in the tree that it is put into. */
export function isSubmodulePath(path: string): boolean {
  return path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');
}

/** Whether a URL is one that a submodule may have: it stands in the lock, so it holds no password. */
export function isSubmoduleUrl(text: string): boolean {
  if (!/^(?:https?|git|ssh):\/\//i.test(text) || !URL.canParse(text)) return false;
  const { hash, password, protocol, search, username } = new URL(text);
  return (
    password === '' && hash === '' && search === '' && (username === '' || protocol === 'ssh:')
  );
}

/**
 * The URL of a submodule as `.gitmodules` has it, which may begin at the repository that it is in:
 * `../sub.git`.
 *
 * @returns undefined for a URL that no source can have
 * @see git-submodule(1), "add": relative to the URL of the superproject
 */
export function submoduleUrl(parent: string, written: string): string | undefined {
  const scp = /^([\w.-]+@[\w.-]+):(?!\/\/)(.+)$/.exec(written);
  const url = scp === null ? written : `ssh://${scp[1]}/${scp[2]}`;
  const full = /^\.\.?\//.test(url) ? relative(parent, url) : url;
  return full !== undefined && isSubmoduleUrl(full) ? full : undefined;
}

function relative(parent: string, url: string): string | undefined {
  const [, root = '', path = ''] = /^([a-z]+:\/\/[^/]+)(.*)$/i.exec(parent) ?? [];
  const parts = path.split('/').filter((part) => part !== '');
  for (const part of url.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return root === '' ? undefined : `${root}/${parts.join('/')}`;
}
