import { BuildError } from '../errors';

/** Archives of languages, each planned by itself; all others are of Debian, which is planned as one. */
export const LANGUAGE_ARCHIVES = ['crates', 'go', 'npm', 'pypi'] as const;

/** Archives that have mirrors by name. */
export const MIRRORED_ARCHIVES = ['debian', 'debian-security', ...LANGUAGE_ARCHIVES] as const;

/** Whether an archive is one of a language. */
export function isLanguageArchive(archive: string): archive is (typeof LANGUAGE_ARCHIVES)[number] {
  return LANGUAGE_ARCHIVES.some((one) => one === archive);
}

/** URLs of mirrors by archive, without a final slash, in the order of preference. */
export interface Mirrors {
  readonly [archive: string]: readonly string[] | undefined;
  /** The archive of releases. @default - none */
  readonly debian?: readonly string[];
  /** The archive of security updates. @default - none */
  readonly 'debian-security'?: readonly string[];
  /** Where crates.io gives out crates: `<mirror>/<crate>/<version>/download`. @default - none */
  readonly crates?: readonly string[];
  /** The public proxy of Go modules. @default - none */
  readonly go?: readonly string[];
  /** Where the public index of Python has its files: `<mirror>/packages/…`. @default - none */
  readonly pypi?: readonly string[];
  /** The public registry of npm: `<mirror>/<name>/-/<name>-<version>.tgz`. @default - none */
  readonly npm?: readonly string[];
}

/** The mirrors of an archive; the name may be any text. */
export function mirrorsOf(mirrors: Mirrors, archive: string): readonly string[] {
  return (Object.hasOwn(mirrors, archive) ? mirrors[archive] : undefined) ?? [];
}

/**
 * Checks the URLs of mirrors and cuts final slashes.
 *
 * @param place where they were written, for errors
 * @throws BuildError `E_ENVIRONMENT_FORMAT`
 */
export function parseMirrorList(urls: readonly string[], place: string): string[] {
  return urls.filter((url) => url !== '').map((url) => parseMirror(url, place));
}

function parseMirror(text: string, place: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    // An empty query or fragment is in the text alone.
    /[?#]/.test(url.href)
  ) {
    throw new BuildError('E_ENVIRONMENT_FORMAT', `${place}: mirror is no http or https URL`, {
      // What cannot be parsed cannot be cleared of a password either.
      got:
        url === undefined ? 'text that is no URL' : JSON.stringify(`${url.protocol}//${url.host}`),
      expected: 'the URL of an archive: of Debian, the folder that holds dists and pool',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new BuildError('E_ENVIRONMENT_FORMAT', `${place}: mirror URL holds a user or password`, {
      got: `a URL of ${url.host} with credentials`,
      expected: 'a URL without credentials: it is sent to the build daemon and shown in logs',
    });
  }
  return url.href.replace(/\/+$/, '');
}
