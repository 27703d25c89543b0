import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';

/** DER of a PKCS #8 Ed25519 private key, up to its 32 bytes. @see RFC 8410, section 7 */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_BYTES = 32;

/**
 * Proves to the daemon that it talks to the client that may use a registry token: a key made from
 * the daemon's salt and, for a host with a login, a secret of this process. Without a login the key
 * is the same for everybody, and so are tokens.
 */
export class TokenAuthority {
  private readonly seed = randomBytes(16);

  publicKey(salt: Uint8Array, hasLogin: boolean): Uint8Array {
    const der = createPublicKey(this.key(salt, hasLogin)).export({ format: 'der', type: 'spki' });
    return der.subarray(-KEY_BYTES);
  }

  /** The signature, and the payload behind it. */
  sign(salt: Uint8Array, hasLogin: boolean, payload: Uint8Array): Uint8Array {
    return Buffer.concat([sign(null, payload, this.key(salt, hasLogin)), payload]);
  }

  private key(salt: Uint8Array, hasLogin: boolean): KeyObject {
    const mac = createHmac('sha256', salt);
    if (hasLogin) mac.update(this.seed);
    const der = Buffer.concat([PKCS8_PREFIX, mac.digest().subarray(0, KEY_BYTES)]);
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  }
}
