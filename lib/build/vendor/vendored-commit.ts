import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from '../../errors';
import type { FetchContext } from '../../fetch/fetch-context';
import { redactUrl } from '../../git/ask-git';
import type { SourceOp } from '../../llb/definition/map-sources';
import { damagedError } from './vendor-errors';
import type { State, VendorFolder } from './vendor-folder';
import {
  localSource,
  type Refusal,
  type ServeContext,
  unknownAttr,
  type VendoredInput,
  type VendoredSource,
} from './vendored-input';

const ATTRS = [
  ...['git.fullurl', 'git.checksum', 'git.skipsubmodules', 'git.authtokensecret'],
  ...['git.authheadersecret', 'git.knownsshhosts', 'git.mountsshsock'],
];

/** A commit of a git repository. The folder has it as a pack, and `git/<commit>` says which that is. */
export class VendoredCommit implements VendoredInput {
  readonly key: string;
  readonly title: string;

  constructor(
    readonly url: string,
    readonly commit: string,
    readonly knownHosts: readonly string[] | undefined,
    readonly skipsSubmodules: boolean,
  ) {
    this.key = `git:${commit}`;
    this.title = `${redactUrl(url)}#${commit}`;
  }

  async state(folder: VendorFolder): Promise<State> {
    const sha256 = this.packHash(folder);
    return sha256 === undefined ? 'missing' : folder.state(sha256);
  }

  async fetch(folder: VendorFolder, context: FetchContext): Promise<void> {
    const { fetchCommit } = await import('./fetch-commit');
    const sha256 = await fetchCommit(this, folder, context);
    folder.write(this.file, `sha256:${sha256}\n`);
  }

  /** The folder of its files, in the cache of this machine. */
  async checkOut(folder: VendorFolder, { environment, signal }: ServeContext): Promise<string> {
    const { checkOutPack } = await import('../../git/check-out-pack');
    const pack = folder.placeOf(this.packHash(folder) ?? '');
    const place = join(environment.cacheFolder, 'vendored-commits', this.commit);
    const damaged = (got: string) => damagedError(this, folder, got);
    return checkOutPack(pack, this.commit, place, { signal, damaged });
  }

  private get file(): string {
    return `git/${this.commit}`;
  }

  private packHash(folder: VendorFolder): string | undefined {
    try {
      const text = readFileSync(join(folder.path, this.file), 'utf8');
      return /^sha256:([0-9a-f]{64})\n$/.exec(text)?.[1];
    } catch {
      return undefined;
    }
  }
}

/** A `git://` source, with a local source of its files in its place. */
export function vendoredCommit({ attrs, identifier }: SourceOp): VendoredSource | Refusal {
  const [, path = '', ref = '', subdir = ''] =
    /^git:\/\/([^#]*)(?:#([^:]*))?(?::(.*))?$/s.exec(identifier) ?? [];
  const commit = attrs['git.checksum'] ?? ref;
  if (!/^[0-9a-f]{40}$/.test(commit)) {
    return { got: ref === '' ? 'no commit' : `"${ref}"`, expected: 'a commit of 40 hex digits' };
  }
  const refusal = unknownAttr(attrs, ATTRS);
  if (refusal !== undefined) return refusal;
  const url = attrs['git.fullurl'] ?? `https://${path}`;
  const hosts = attrs['git.knownsshhosts']?.split('\n').filter((line) => line !== '');
  const skips = attrs['git.skipsubmodules'] === 'true';
  const input = new VendoredCommit(url, commit, hosts, skips);
  const part = createHash('sha256').update(subdir).digest('hex').slice(0, 16);
  return {
    input,
    source: localSource(`git-${commit}${subdir === '' ? '' : `-${part}`}`),
    serve: async (folder, context) =>
      folderIn(await input.checkOut(folder, context), subdir, input.title),
  };
}

/** A folder of a tree, links followed, and never one outside. */
function folderIn(tree: string, subdir: string, title: string): string {
  if (subdir === '') return tree;
  try {
    const [root, place] = [realpathSync(tree), realpathSync(join(tree, subdir))];
    if (place.startsWith(`${root}/`) && statSync(place).isDirectory()) return place;
  } catch {}
  throw new BuildError('E_VENDOR_INPUT', `${title} has no folder "${subdir}"`, {
    expected: 'a folder of the repository',
  });
}
