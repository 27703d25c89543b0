import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkTlsOptions, type TlsOptions } from '../../client/transport/tls/options';
import type { SpecPlace } from '../../environment/spec-place';
import { BuildError, systemErrorCode } from '../../errors';

/** Files in PEM, and the host that the certificate of the daemon must be for. */
export interface TlsFiles {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly serverName?: string | undefined;
}

/**
 * Reads what TLS with one builder needs.
 *
 * @throws BuildError `E_TLS_CREDENTIALS`
 */
export function readTlsFiles(
  { ca, cert, key, serverName }: TlsFiles,
  { by, folder }: Pick<SpecPlace, 'by' | 'folder'>,
): TlsOptions {
  const text = (path: string | undefined, name: string) =>
    path === undefined ? {} : { [name]: readPem(resolve(folder, path), by) };
  const tls = { ...text(ca, 'ca'), ...text(cert, 'cert'), ...text(key, 'key') };
  const named = (path: string | undefined, field: string) => `file "${path ?? field}" of ${by}`;
  checkTlsOptions(tls, {
    ca: named(ca, 'cacert'),
    cert: named(cert, 'cert'),
    key: named(key, 'key'),
  });
  return { ...tls, ...(serverName === undefined ? {} : { serverName }) };
}

function readPem(path: string, by: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw new BuildError('E_TLS_CREDENTIALS', `file "${path}" of ${by} cannot be read`, {
      got: code === 'ENOENT' ? 'no such file' : code,
      expected: 'a file in PEM that this user may read',
      cause,
    });
  }
}
