import {
  createCleartextMessage,
  createMessage,
  generateKey,
  type PrivateKey,
  readPrivateKey,
  sign,
} from 'openpgp';

/** A throw-away OpenPGP key, as an archive signs with. */
export interface SigningKey {
  readonly privateKey: PrivateKey;
  /** The armoured public key. */
  readonly publicKey: string;
  /** Upper-case hex. */
  readonly fingerprint: string;
}

/** Makes a key; RSA as most Debian archive keys are, or Ed25519 as the newer ones. */
export async function makeSigningKey(
  options: { readonly type?: 'rsa' | 'ed25519'; readonly date?: Date; readonly name?: string } = {},
): Promise<SigningKey> {
  const common = {
    userIDs: { name: options.name ?? 'Test Archive Signing Key', email: 'archive@example.org' },
    date: options.date ?? new Date('2025-01-01T00:00:00Z'),
    format: 'armored',
  } as const;
  const pair = await (options.type === 'rsa'
    ? generateKey({ ...common, type: 'rsa', rsaBits: 2048 })
    : generateKey({ ...common, type: 'ecc', curve: 'ed25519Legacy' }));
  const privateKey = await readPrivateKey({ armoredKey: pair.privateKey });
  return {
    privateKey,
    publicKey: pair.publicKey,
    fingerprint: privateKey.getFingerprint().toUpperCase(),
  };
}

/** A signed text in clear, as `InRelease`, with one signature for each key. */
export async function signInline(
  text: string,
  keys: readonly SigningKey[],
  date: Date,
): Promise<string> {
  const message = await createCleartextMessage({ text });
  const signingKeys = keys.map((key) => key.privateKey);
  return sign({ message, signingKeys, date });
}

/** An armoured signature apart from the text, as `Release.gpg`. */
export async function signDetached(
  text: string,
  keys: readonly SigningKey[],
  date: Date,
): Promise<string> {
  // Binary, as archives do it: the signature is over the bytes of the file.
  const message = await createMessage({ binary: Buffer.from(text, 'utf8') });
  const signingKeys = keys.map((key) => key.privateKey);
  return String(await sign({ message, signingKeys, date, detached: true, format: 'armored' }));
}
