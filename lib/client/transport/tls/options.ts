import { BuildError } from '../../../errors';
import { isPair, type PemKind, pemFault } from './pem';

/** PEM texts for a daemon that listens with TLS. */
export interface TlsOptions {
  /** Certificates of authorities that may have signed the daemon's. @default - those that Node trusts */
  readonly ca?: string;
  /**
   * Certificate of the client, for a daemon that wants one, with those between it and its authority.
   *
   * @default - none; given together with `key`
   */
  readonly cert?: string;
  /** Private key of `cert`, without a passphrase. @default - none; given together with `cert` */
  readonly key?: string;
  /** Host that the daemon's certificate must be for. @default - the host of the address */
  readonly serverName?: string;
}

/** How a message calls each PEM text: where the user gave it. */
export type TlsOptionNames = Readonly<Record<'ca' | 'cert' | 'key', string>>;

const OWN_NAMES: TlsOptionNames = {
  ca: 'TLS option "ca"',
  cert: 'TLS option "cert"',
  key: 'TLS option "key"',
};

/**
 * Fails unless every PEM text holds what it should. Node would take a `ca` without any certificate,
 * and then trust nobody.
 *
 * @throws BuildError `E_TLS_CREDENTIALS`, which quotes nothing of a text
 */
export function checkTlsOptions(
  { ca, cert, key }: TlsOptions,
  names: TlsOptionNames = OWN_NAMES,
): void {
  checkPem(ca, 'certificate', names.ca);
  checkPem(cert, 'certificate', names.cert);
  checkPem(key, 'private key', names.key);
  if (cert === undefined && key === undefined) return;
  if (cert === undefined) throw halfPair(names.key, names.cert);
  if (key === undefined) throw halfPair(names.cert, names.key);
  if (isPair(cert, key)) return;
  throw new BuildError('E_TLS_CREDENTIALS', `${names.key} is not the key of ${names.cert}`, {
    got: 'a certificate and the private key of another one',
    expected: 'the private key that the certificate was made with',
    fix: 'give the two files that were made together',
  });
}

function checkPem(text: string | undefined, kind: PemKind, name: string): void {
  if (text === undefined) return;
  const fault = pemFault(text, kind);
  if (fault === undefined) return;
  throw new BuildError('E_TLS_CREDENTIALS', `${name} holds no ${kind} that can be used`, {
    got: fault,
    expected:
      kind === 'certificate'
        ? 'PEM, "-----BEGIN CERTIFICATE-----"'
        : 'PEM, "-----BEGIN PRIVATE KEY-----", without a passphrase',
    fix:
      kind === 'certificate'
        ? 'convert DER with "openssl x509 -inform der", or name the file of the certificate'
        : 'write a copy without passphrase with "openssl pkey", or name the file of the key',
  });
}

function halfPair(given: string, missing: string): BuildError {
  return new BuildError('E_TLS_CREDENTIALS', `${given} is given without ${missing}`, {
    expected: 'a certificate and its private key, or neither',
    fix: 'give both',
  });
}
