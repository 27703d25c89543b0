import { readFileSync } from 'node:fs';
import type { Key, PublicKey, VerifyMessageResult } from 'openpgp';
import type { OtherArchive, SuiteSource } from '../../../debian';
import { BuildError } from '../../../errors';
import { DEBIAN_KEYS, readDebianKey } from './debian-keys';
import type { ReleaseSignature } from './release-signature';

type VerificationResult = VerifyMessageResult['signatures'][number];

/** A text whose signature was checked. */
export interface SignedText {
  /** What was signed, byte for byte as the file `Release` has it. */
  readonly content: Buffer;
  /** Upper-case hex fingerprints of the primary keys that signed it, sorted. */
  readonly signers: readonly string[];
  /** What was checked, to be checked again. */
  readonly signature: ReleaseSignature;
}

/** The keys that may sign Releases: those of the Debian archive, and the user's own. */
export class TrustedKeys {
  readonly #keyrings: readonly string[];
  /** By archive, or by the keyring of another. */
  readonly #keys = new Map<string, Promise<PublicKey[]>>();

  /** @param keyrings absolute paths of more keyrings, armoured or binary */
  constructor(keyrings: readonly string[]) {
    this.#keyrings = keyrings;
  }

  /**
   * Checks an `InRelease`, which holds text and signature in one.
   *
   * @param place where it comes from, for errors
   * @throws BuildError `E_DEBIAN_SIGNATURE` or `E_DEBIAN_SIGNER`
   */
  async verifyInline(source: SuiteSource, file: Buffer, place: string): Promise<SignedText> {
    const openpgp = await import('openpgp');
    const verificationKeys = await this.#keysOf(source);
    let result: VerifyMessageResult<string>;
    try {
      const message = await openpgp.readCleartextMessage({
        cleartextMessage: file.toString('utf8'),
      });
      result = await openpgp.verify({ message, verificationKeys });
    } catch (cause) {
      throw signatureError(place, messageOf(cause));
    }
    // Only what the library says it verified is used. The last newline belongs to the frame.
    const content = Buffer.from(`${result.data}\n`);
    const signers = await signersOf(result.signatures, verificationKeys, place);
    return { content, signers, signature: { kind: 'inline', file } };
  }

  /**
   * Checks a `Release` by the detached signature `Release.gpg`.
   *
   * @throws BuildError `E_DEBIAN_SIGNATURE` or `E_DEBIAN_SIGNER`
   */
  async verifyDetached(
    source: SuiteSource,
    content: Buffer,
    signatureFile: Buffer,
    place: string,
  ): Promise<SignedText> {
    const openpgp = await import('openpgp');
    const verificationKeys = await this.#keysOf(source);
    let signatures: VerificationResult[];
    try {
      const message = await openpgp.createMessage({ binary: new Uint8Array(content) });
      const signature = isArmoured(signatureFile)
        ? await openpgp.readSignature({ armoredSignature: signatureFile.toString('latin1') })
        : await openpgp.readSignature({ binarySignature: new Uint8Array(signatureFile) });
      const options = { message, signature, verificationKeys, format: 'binary' as const };
      ({ signatures } = await openpgp.verify(options));
    } catch (cause) {
      throw signatureError(place, messageOf(cause));
    }
    const signers = await signersOf(signatures, verificationKeys, place);
    return { content, signers, signature: { kind: 'detached', file: signatureFile } };
  }

  /** An archive that brings its keyring is trusted by that alone. */
  #keysOf({ archive, other }: SuiteSource): Promise<PublicKey[]> {
    const key = other?.keyring ?? archive;
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const keys = other === undefined ? this.#readKeys(archive) : readKeysOf(other);
    this.#keys.set(key, keys);
    return keys;
  }

  async #readKeys(archive: string): Promise<PublicKey[]> {
    const openpgp = await import('openpgp');
    const keys: PublicKey[] = [];
    for (const row of DEBIAN_KEYS) {
      if (row.archive !== archive) continue;
      const key = await openpgp.readKey({ armoredKey: readDebianKey(row) });
      if (fingerprintOf(key) !== row.fingerprint) {
        throw new BuildError(
          'E_DEBIAN_SIGNATURE',
          `archive key "${row.file}" is not the expected one`,
          {
            got: fingerprintOf(key),
            expected: row.fingerprint,
            fix: 'install buildkit-cdk again',
          },
        );
      }
      keys.push(key);
    }
    for (const path of this.#keyrings) keys.push(...(await readKeyring(path)));
    return keys;
  }
}

async function readKeysOf({ keyring, url }: OtherArchive): Promise<PublicKey[]> {
  const file = keyring.startsWith('-----') ? Buffer.from(keyring) : Buffer.from(keyring, 'base64');
  try {
    return await parseKeys(file);
  } catch (cause) {
    throw new BuildError('E_DEBIAN_ARCHIVE', `the keyring of archive ${url} cannot be read`, {
      got: messageOf(cause),
      expected: 'OpenPGP public keys, armoured or binary',
      cause,
    });
  }
}

const ARMOURED_KEYS = /-----BEGIN PGP PUBLIC KEY BLOCK-----.*?-----END PGP PUBLIC KEY BLOCK-----/gs;

async function readKeyring(path: string): Promise<PublicKey[]> {
  try {
    return await parseKeys(readFileSync(path));
  } catch (cause) {
    throw new BuildError('E_ENVIRONMENT_FORMAT', `keyring "${path}" cannot be read`, {
      got: messageOf(cause),
      expected: 'OpenPGP public keys, armoured or binary',
      cause,
    });
  }
}

async function parseKeys(file: Buffer): Promise<PublicKey[]> {
  const openpgp = await import('openpgp');
  const keys: Key[] = [];
  if (isArmoured(file)) {
    // Files of several blocks come from joining exported keys; the library reads one block.
    const blocks = file.toString('latin1').match(ARMOURED_KEYS) ?? [];
    for (const armoredKeys of blocks) keys.push(...(await openpgp.readKeys({ armoredKeys })));
  } else keys.push(...(await openpgp.readKeys({ binaryKeys: new Uint8Array(file) })));
  if (keys.length === 0) throw new Error('no public key in the file');
  return keys.map((key) => key.toPublic());
}

/** Fingerprints of those whose signature holds; one is enough, as apt has it. */
async function signersOf(
  signatures: readonly VerificationResult[],
  keys: readonly PublicKey[],
  place: string,
): Promise<string[]> {
  const signers = new Set<string>();
  const unknown: string[] = [];
  const wrong: string[] = [];
  for (const { keyID, verified } of signatures) {
    const key = keys.find((candidate) => candidate.getKeys(keyID).length > 0);
    try {
      await verified;
      if (key !== undefined) signers.add(fingerprintOf(key));
    } catch (error) {
      if (key === undefined) unknown.push(keyID.toHex().toUpperCase());
      else wrong.push(`${messageOf(error)} (key ${fingerprintOf(key)})`);
    }
  }
  if (signers.size > 0) return [...signers].sort();
  if (wrong.length > 0 || unknown.length === 0) {
    throw signatureError(place, wrong.join('; ') || 'no signature');
  }
  throw new BuildError('E_DEBIAN_SIGNER', `${place}: signed by no trusted key`, {
    got: `signatures of the keys ${unknown.join(', ')}`,
    expected: keys.map(fingerprintOf).join(', '),
    fix: 'name the keyring of the archive: in the app for one beside Debian, else in synth.environment.json',
  });
}

/** The signature of what stands at `place` is missing, malformed or wrong. */
export function signatureError(place: string, got: string): BuildError {
  return new BuildError('E_DEBIAN_SIGNATURE', `${place}: signature does not hold`, {
    got,
    expected: 'a signature of the archive over this text',
    fix: 'check the mirror: what it serves was altered, or is damaged',
  });
}

function fingerprintOf(key: PublicKey): string {
  return key.getFingerprint().toUpperCase();
}

function isArmoured(file: Buffer): boolean {
  return file.toString('latin1', 0, 64).trimStart().startsWith('-----BEGIN PGP');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
