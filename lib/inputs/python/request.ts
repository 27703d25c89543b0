import { createHash } from 'node:crypto';
import type { SchemaReader } from '../../json';
import type { PythonTarget } from '../../python/target';

/** The wheels that a lock file of Python packages means for a target. */
export type PythonRequest = PythonFileRequest | PythonRepositoryRequest;

interface Wanted extends PythonTarget {
  /** Extras of the project, sorted. */
  readonly extras: readonly string[];
  /** Groups of dependencies beside its own, sorted. */
  readonly groups: readonly string[];
  /** Packages that come from elsewhere, sorted. */
  readonly exclude: readonly string[];
  /** Project of a workspace. @default - the one at the root */
  readonly project?: string;
}

/** A lock file in the folder of the app. */
export interface PythonFileRequest extends Wanted {
  /** Tells the kinds of source apart. */
  readonly type: 'file';
  /** Its folder, for people. */
  readonly folder: string;
  /** Its name, which says its form. */
  readonly file: string;
  /** All of it. */
  readonly text: string;
}

/** A lock file in a git repository, at a commit. */
export interface PythonRepositoryRequest extends Wanted {
  /** Tells the kinds of source apart. */
  readonly type: 'git';
  /** URL as the user wrote it, without credentials. */
  readonly url: string;
  /** 40 hex digits. */
  readonly commit: string;
  /** Folder of the lock file; empty for that of the repository. */
  readonly folder: string;
  /** Its name. @default - the one that is there */
  readonly file?: string;
  /** Lines of `known_hosts`, for ssh. @default - those of the user */
  readonly knownHosts?: readonly string[];
}

/** What tells the sets of wheels apart. */
export function requestKey(request: PythonRequest): string {
  const { architecture, exclude, extras, glibc, groups, project, python } = request;
  const list = (name: string, values: readonly string[]) =>
    values.length === 0 ? [] : [name, values.join(',')];
  return [
    placeOf(request),
    `cpython ${python} glibc ${glibc} ${architecture}`,
    ...(project === undefined ? [] : ['project', project]),
    ...list('extras', extras),
    ...list('groups', groups),
    ...list('without', exclude),
  ].join(' ');
}

function placeOf(request: PythonRequest): string {
  const { file = '', folder } = request;
  if (request.type === 'git') {
    const path = [folder, file].filter(Boolean).join('/');
    return `${request.url}#${request.commit}:${folder === '' || file !== '' ? path : `${path}/`}`;
  }
  const digest = createHash('sha256').update(request.text).digest('hex');
  return `${folder}/${file}#sha256:${digest}`;
}

/** The request for people. */
export function describeRequest(request: PythonRequest): string {
  return `the wheels of ${requestKey(request).replace(/(#sha256:[0-9a-f]{12})[0-9a-f]+/, '$1')}`;
}

const WORDS = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i;

/** Reads a request out of a manifest. */
export function readRequest(value: unknown, at: string, schema: SchemaReader): PythonRequest {
  const entry = schema.object(value, at);
  const text = (name: string, pattern?: RegExp) =>
    schema.text(entry[name], `${at}.${name}`, pattern);
  const names = (name: string) => schema.texts(entry[name], `${at}.${name}`, WORDS);
  const wanted: Wanted = {
    python: text('python', /^3\.\d+(?:\.\d+)*[a-z0-9]*$/),
    glibc: text('glibc', /^\d+\.\d+$/),
    architecture: text('architecture', /^[a-z0-9]+$/),
    extras: names('extras'),
    groups: names('groups'),
    exclude: names('exclude'),
    ...(entry.project === undefined ? {} : { project: text('project', WORDS) }),
  };
  if (entry.type === 'file') {
    return {
      type: 'file',
      folder: text('folder'),
      file: text('file'),
      text: text('text'),
      ...wanted,
    };
  }
  if (entry.type !== 'git') {
    throw schema.wrong(`${at}.type`, JSON.stringify(entry.type) ?? 'nothing', 'a kind of source');
  }
  return {
    type: 'git',
    url: text('url'),
    commit: text('commit', /^[0-9a-f]{40}$/),
    folder: text('folder'),
    ...(entry.file === undefined ? {} : { file: text('file') }),
    ...wanted,
    ...(entry.knownHosts === undefined
      ? {}
      : { knownHosts: schema.texts(entry.knownHosts, `${at}.knownHosts`) }),
  };
}
