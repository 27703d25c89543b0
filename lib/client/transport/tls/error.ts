import { X509Certificate } from 'node:crypto';
import { BuildError, type ErrorCode, systemErrorCode } from '../../../errors';
import { formatAddress, type TcpAddress } from '../address';
import type { TlsOptions } from './options';
import { probeTls } from './probe';
import { tlsServerName } from './socket';

/** An error of OpenSSL, or of Node's check of the certificate, while a TLS connection was opened. */
export class TlsFailure extends Error {}

/** What is known when TLS fails. */
export interface TlsAttempt {
  readonly address: TcpAddress;
  readonly tls: TlsOptions;
  readonly signal: AbortSignal;
}

interface Finding {
  readonly code: ErrorCode;
  readonly message: string;
  readonly got: string;
  readonly expected: string;
  readonly fix: string;
}

const NOT_TLS = /^ERR_SSL_(WRONG_VERSION_NUMBER|UNKNOWN_PROTOCOL|PACKET_LENGTH_TOO_LONG)$/;
const CLIENT_CERTIFICATE =
  /_ALERT_(CERTIFICATE_(REQUIRED|EXPIRED|REVOKED|UNKNOWN)|(BAD|UNSUPPORTED)_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)$/;

/** Why TLS with a daemon failed, for the user. The daemon is asked once more for its certificate. */
export async function tlsError(failure: TlsFailure, attempt: TlsAttempt): Promise<BuildError> {
  const { cause } = failure;
  const openSslCode = systemErrorCode(cause) ?? '';
  const isOfCertificate = /^(?!ERR_SSL_|ECONN|EPIPE)/.test(openSslCode) && openSslCode !== '';
  const finding = isOfCertificate
    ? await certificateFinding(openSslCode, reasonOf(cause), attempt)
    : handshakeFinding(openSslCode, reasonOf(cause), attempt);
  const { code, message, ...details } = finding;
  return new BuildError(code, message, { ...details, cause });
}

/** The error for a daemon with TLS that was asked without. */
export function tlsMissing(address: TcpAddress): BuildError {
  return new BuildError('E_DAEMON_TLS', `daemon at ${formatAddress(address)} speaks TLS only`, {
    got: 'a connection without TLS',
    expected: 'a connection with TLS',
    fix: 'give --tlscacert or --tlsdir; beside DOCKER_HOST, set DOCKER_TLS_VERIFY and DOCKER_CERT_PATH',
  });
}

function handshakeFinding(code: string, reason: string, { address, tls }: TlsAttempt): Finding {
  const where = formatAddress(address);
  if (NOT_TLS.test(code)) {
    return {
      code: 'E_DAEMON_TLS',
      message: `daemon at ${where} does not speak TLS`,
      got: 'an answer without TLS',
      expected: 'a daemon that listens with TLS',
      fix: 'leave the --tls options and DOCKER_TLS_VERIFY out, or give buildkitd a [grpc.tls] section',
    };
  }
  if (CLIENT_CERTIFICATE.test(code)) {
    const { cert } = tls;
    return {
      code: 'E_DAEMON_CLIENT_CERTIFICATE',
      message:
        cert === undefined
          ? `daemon at ${where} wants a certificate of the client`
          : `daemon at ${where} refuses the certificate of the client: ${reason}`,
      got:
        cert === undefined ? 'no certificate of the client' : describe(new X509Certificate(cert)),
      expected: 'a certificate signed by the authority that the daemon trusts for its clients',
      fix: 'give --tlscert and --tlskey, or --tlsdir, as whoever runs the daemon made them for you',
    };
  }
  return {
    code: 'E_DAEMON_TLS',
    message: `TLS with the daemon at ${where} failed: ${reason}`,
    got: reason,
    expected: 'a daemon that listens with TLS 1.2 or newer',
    fix:
      tls.cert === undefined
        ? 'look at the log of the daemon; if it wants a certificate, give --tlscert and --tlskey'
        : 'look at the log of the daemon',
  };
}

async function certificateFinding(
  code: string,
  reason: string,
  attempt: TlsAttempt,
): Promise<Finding> {
  const { address, signal, tls } = attempt;
  const where = formatAddress(address);
  const certificate = (await probeTls(address, signal))?.certificate;
  const shown = certificate === undefined ? reason : describe(certificate);
  const about = { code: 'E_DAEMON_CERTIFICATE', got: shown } as const;
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID': {
      const name = tlsServerName(address, tls);
      return {
        ...about,
        message: `certificate of the daemon at ${where} is not for "${name}"`,
        got: certificate === undefined ? reason : `a certificate for ${namesOf(certificate)}`,
        expected: `"${name}" among the names of the certificate`,
        fix: 'give a name that the certificate has with --tlsservername, or in the address',
      };
    }
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID': {
      const what = code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet';
      return {
        ...about,
        message: `certificate of the daemon at ${where}, or of its authority, ${what}`,
        expected: 'a certificate that is valid today',
        fix: 'renew it where the daemon runs, or set the clock of this machine',
      };
    }
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'CERT_SIGNATURE_FAILURE':
    case 'CERT_UNTRUSTED':
      return {
        ...about,
        message: `certificate of the daemon at ${where} is signed by an unknown authority`,
        expected:
          tls.ca === undefined
            ? 'a certificate signed by a public authority'
            : 'a certificate signed by an authority of --tlscacert, or of ca.pem in --tlsdir',
        fix: 'give the certificate of its authority with --tlscacert',
      };
    default:
      return {
        ...about,
        message: `certificate of the daemon at ${where} is not accepted: ${reason}`,
        expected: 'a certificate for a TLS server',
        fix: 'make another certificate where the daemon runs',
      };
  }
}

function describe(certificate: X509Certificate): string {
  const { issuer, subject, validFrom, validTo } = certificate;
  return `a certificate of "${oneLine(subject)}" by "${oneLine(issuer)}", valid from ${validFrom} to ${validTo}`;
}

function namesOf({ subject, subjectAltName }: X509Certificate): string {
  return oneLine(subjectAltName ?? `no host, of "${subject}"`);
}

/** What a stranger wrote into a certificate, fit for a terminal. */
const oneLine = (text: string) =>
  text
    .replaceAll('\n', ', ')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 300);

/** OpenSSL's reason stands beside a message that is full of its file names and line numbers. */
function reasonOf(cause: unknown): string {
  const { reason, message } = (cause ?? {}) as { reason?: unknown; message?: unknown };
  return String(reason ?? message ?? cause);
}
