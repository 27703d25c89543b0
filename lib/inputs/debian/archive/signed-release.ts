import { type SuiteSource, suiteFolder } from '../../../debian';
import { BuildError } from '../../../errors';
import { HttpStatusError } from '../../../fetch/http-failure';
import { type ArchiveContext, archiveHeaders } from './archive-context';
import type { ArchiveLocation } from './archive-location';
import { type SignedText, signatureError } from './trusted-keys';

const MAX_RELEASE_BYTES = 16 << 20;

/** What a server has in the place of a Release is none: a page, a part of one, nothing. */
export class NoReleaseError extends BuildError {
  constructor(place: string) {
    const { code, details, message } = signatureError(place, 'no whole signed message');
    super(code, message, details);
  }
}

/**
 * Gets the Release of a suite from one server and checks its signature: `InRelease`, which an update
 * of the mirror cannot tear apart; where there is none, `Release` and `Release.gpg` together, and
 * once more if they do not fit.
 *
 * @throws BuildError `E_DEBIAN_SIGNATURE`, `E_DEBIAN_SIGNER` or one of `E_HTTP_…`
 */
export async function fetchSignedRelease(
  source: SuiteSource,
  { url }: ArchiveLocation,
  context: ArchiveContext,
): Promise<SignedText> {
  const { archiveHttp, keys } = context;
  const folder = `${url}/${suiteFolder(source.suite)}`.replace(/\/$/, '');
  const own = archiveHeaders(source, context);
  const get = (name: string, headers = {}): Promise<Buffer> =>
    archiveHttp.get(`${folder}/${name}`, { maxBytes: MAX_RELEASE_BYTES }, { ...own, ...headers });
  const inline = await absentAsUndefined(get('InRelease'));
  if (inline !== undefined) {
    const place = `${folder}/InRelease`;
    if (!isSignedMessage(inline)) throw new NoReleaseError(place);
    return keys.verifyInline(source, inline, place);
  }
  const getPair = async (headers = {}): Promise<SignedText> => {
    const [content, signature] = await Promise.all([
      get('Release', headers),
      absentAsUndefined(get('Release.gpg', headers)),
    ]);
    const place = `${folder}/Release`;
    if (signature === undefined) throw signatureError(place, 'neither InRelease nor Release.gpg');
    return keys.verifyDetached(source, content, signature, place);
  };
  try {
    return await getPair();
  } catch (error) {
    if (!BuildError.is(error) || !error.code.startsWith('E_DEBIAN_SIGN')) throw error;
    return getPair({ 'cache-control': 'no-cache' });
  }
}

function isSignedMessage(file: Buffer): boolean {
  const text = file.toString('latin1');
  return (
    text.startsWith('-----BEGIN PGP SIGNED MESSAGE-----') &&
    text.trimEnd().endsWith('-----END PGP SIGNATURE-----')
  );
}

async function absentAsUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof HttpStatusError && error.status === 404) return undefined;
    throw error;
  }
}
