import { createPrivateKey, X509Certificate } from 'node:crypto';

/** What a PEM text is meant to hold. */
export type PemKind = 'certificate' | 'private key';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * What a text holds instead of what is meant, in words that quote none of it; undefined if it is
 * what it should be.
 */
export function pemFault(text: string, kind: PemKind): string | undefined {
  const labels = [...text.matchAll(/^-----BEGIN ([A-Z0-9 ]{1,40})-----/gm)].map(
    ([, label = '']) => label,
  );
  if (labels.length === 0) return text.trim() === '' ? 'nothing' : 'no PEM';
  const isMeant = (label: string) =>
    kind === 'certificate' ? label === 'CERTIFICATE' : label.endsWith('PRIVATE KEY');
  if (!labels.some(isMeant)) return `PEM of "${labels.join('", "')}"`;
  if (kind === 'private key' && isEncrypted(text)) return 'a private key with a passphrase';
  return isReadable(text, kind) ? undefined : `a damaged ${kind}`;
}

/** Whether the first certificate of a text and a private key belong together. */
export function isPair(certificate: string, privateKey: string): boolean {
  const [first = ''] = certificate.match(CERTIFICATE) ?? [];
  return new X509Certificate(first).checkPrivateKey(createPrivateKey(privateKey));
}

/** The label of PKCS #8, or the header of the older form (RFC 1421). */
const isEncrypted = (text: string) => /BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(text);

function isReadable(text: string, kind: PemKind): boolean {
  try {
    if (kind === 'private key') return createPrivateKey(text).type === 'private';
    const certificates = text.match(CERTIFICATE) ?? [];
    return certificates.map((one) => new X509Certificate(one)).length > 0;
  } catch {
    // The reason is one of OpenSSL's ("wrong tag"): it tells a user nothing more.
    return false;
  }
}
