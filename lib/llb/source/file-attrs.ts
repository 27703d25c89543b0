import { checkId, checkPermissions } from '../vertex/option-check';

/** Name, mode and owner of the one file that a source consists of. */
export interface SourceFileOptions {
  /**
   * Name of the file. Becomes `http.filename`.
   *
   * @default - the last part of the URL, or as the server says
   */
  readonly filename?: string;
  /**
   * Permission bits, `0` to `0o777`; 0 leaves the default. Becomes `http.perm`.
   *
   * @default 0o600
   */
  readonly chmod?: number;
  /**
   * User of the file. Becomes `http.uid`.
   *
   * @default 0
   */
  readonly uid?: number;
  /**
   * Group of the file. Becomes `http.gid`.
   *
   * @default 0
   */
  readonly gid?: number;
}

/** Attributes for the options that are set. */
export function sourceFileAttrs(options: SourceFileOptions): Record<string, string> {
  const { filename = '' } = options;
  const permissions = checkPermissions('chmod', options.chmod ?? 0);
  const uid = checkId('uid', options.uid ?? 0);
  const gid = checkId('gid', options.gid ?? 0);
  return {
    ...(filename === '' ? {} : { 'http.filename': filename }),
    ...(permissions === 0 ? {} : { 'http.perm': `0${permissions.toString(8)}` }),
    ...(uid === 0 ? {} : { 'http.uid': String(uid) }),
    ...(gid === 0 ? {} : { 'http.gid': String(gid) }),
  };
}
