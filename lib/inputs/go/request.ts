import { createHash } from 'node:crypto';
import { formatModule, isModulePath, isModuleVersion, type ModuleVersion } from '../../go';
import type { SchemaReader } from '../../json';

/** All modules that a build of one module needs: of the module that is asked for, or of a source. */
export type GoRequest = GoModuleRequest | GoRepositoryRequest | GoFilesRequest;

/** A module of a module proxy, whose own go.sum says what it needs. */
export interface GoModuleRequest {
  readonly type: 'module';
  /** Module path. */
  readonly module: string;
  /** `v1.12.0`. */
  readonly version: string;
  /** `h1:…`, the hash of its zip archive. @default - the lock keeps the one that it had */
  readonly sum?: string;
}

/** A module in a git repository, at a commit. */
export interface GoRepositoryRequest {
  readonly type: 'git';
  /** URL as the user wrote it, without credentials. */
  readonly url: string;
  /** 40 hex digits. */
  readonly commit: string;
  /** Folder of go.mod; empty for that of the repository. */
  readonly folder: string;
  /** Lines of `known_hosts`, for ssh. @default - those of the user */
  readonly knownHosts?: readonly string[];
}

/** A module in the folder of the app. */
export interface GoFilesRequest {
  readonly type: 'files';
  /** Folder of go.mod, for people. */
  readonly folder: string;
  readonly goMod: string;
  /** Empty where there is no go.sum: a module that needs no other has none. */
  readonly goSum: string;
}

/** What tells the sets of modules apart. */
export function requestKey(request: GoRequest): string {
  if (request.type === 'module') {
    const { sum } = request;
    return `${ownZip(request)}${sum === undefined ? '' : ` ${sum}`}`;
  }
  if (request.type === 'git') {
    const { commit, folder, url } = request;
    return `${url}#${commit}${folder === '' ? '' : `:${folder}`}`;
  }
  const { folder, goMod, goSum } = request;
  const digest = createHash('sha256')
    .update(JSON.stringify([goMod, goSum]))
    .digest('hex');
  return `${folder}#sha256:${digest}`;
}

/** Name of the archive of a module that is asked for itself. */
export function ownZip({ module, version }: GoModuleRequest): string {
  return formatModule({ path: module, version });
}

/** The request for people. */
export function describeRequest(request: GoRequest): string {
  return `the Go modules of ${requestKey(request).replace(/(#sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1')}`;
}

/** Reads a request out of a manifest. */
export function readRequest(value: unknown, at: string, schema: SchemaReader): GoRequest {
  const entry = schema.object(value, at);
  const text = (name: string, pattern?: RegExp) =>
    schema.text(entry[name], `${at}.${name}`, pattern);
  if (entry.type === 'module') {
    const module: ModuleVersion = { path: text('module'), version: text('version') };
    if (!isModulePath(module.path) || !isModuleVersion(module.version)) {
      throw schema.wrong(at, formatModule(module), 'a module path and a version');
    }
    return {
      type: 'module',
      module: module.path,
      version: module.version,
      ...(entry.sum === undefined ? {} : { sum: text('sum') }),
    };
  }
  if (entry.type === 'git') {
    return {
      type: 'git',
      url: text('url'),
      commit: text('commit', /^[0-9a-f]{40}$/),
      folder: text('folder'),
      ...(entry.knownHosts === undefined
        ? {}
        : { knownHosts: schema.texts(entry.knownHosts, `${at}.knownHosts`) }),
    };
  }
  if (entry.type !== 'files') {
    throw schema.wrong(`${at}.type`, JSON.stringify(entry.type) ?? 'nothing', 'a kind of source');
  }
  return { type: 'files', folder: text('folder'), goMod: text('goMod'), goSum: text('goSum') };
}
