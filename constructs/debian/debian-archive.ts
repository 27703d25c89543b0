import { isFlat, type OtherArchive } from '../../lib/debian/other-archive';
import { FileTreeError } from '../../lib/file-tree/error';
import { readFileBelow } from '../../lib/file-tree/read-file';
import { sourceFolder } from '../../lib/package';
import { flag, list, optional, type PropsOf, secret, shape, text } from '../../lib/props';

/** What fits {@link DebianArchiveProps}. */
export const DEBIAN_ARCHIVE_PROPS = shape({
  /** `https://` or `http://` URL of its root, without user, password and query. */
  url: secret(
    text({
      pattern: /^https?:\/\/[^\s/?#@]+(\/[^\s?#@]*)?$/,
      expected: 'a URL without a login: "https://packages.example.org/debian"',
    }),
  ),
  /**
   * Its suite, the folder below `dists`; or that of a flat archive, whose index lies beside its Release:
   * it ends with a slash, `./` for the root.
   */
  suite: text({
    pattern: /^(?!(?:.*\/)?\.\.(?:\/|$))[A-Za-z0-9./_-]+$/,
    expected: 'a suite: "stable", or the folder of a flat archive: "./"',
  }),
  /**
   * Components of the suite.
   *
   * @default - it is a flat archive, which has none
   */
  components: optional(
    list(
      text({
        pattern: /^(?!(?:.*\/)?\.\.(?:\/|$))[A-Za-z0-9][A-Za-z0-9._/-]*$/,
        expected: 'a component: "main"',
      }),
      { min: 1 },
    ),
  ),
  /**
   * The keys that may sign it, and no others: a file of the app, armoured or binary as apt takes it, or the
   * armoured text itself.
   */
  keyring: text(),
  /**
   * Whether it asks who reads it. The login is in `auth.conf` of apt or in `.netrc`, or in a secret
   * `HTTP_AUTH_HEADER.<host>` with the whole `Authorization` header: it enters neither LLB nor lock. Needs
   * BuildKit 0.21.
   *
   * @default false
   */
  login: optional(flag()),
});

/** An archive beside Debian's own. */
export interface DebianArchiveProps extends PropsOf<typeof DEBIAN_ARCHIVE_PROPS> {}

/** What is wrong with an archive, in the parts of an error. */
export interface ArchiveProblem {
  readonly message: string;
  readonly got: string;
  readonly expected: string;
}

/** Tells why an archive cannot be read as it is described; undefined where nothing speaks against it. */
export function archiveProblem(props: DebianArchiveProps): ArchiveProblem | undefined {
  const { components, suite, url } = props;
  if (isFlat(suite) === (components !== undefined)) {
    return {
      message: `archive ${url} is neither flat nor has it a suite`,
      got: `suite "${suite}" ${components === undefined ? 'without components' : `with components ${components.join(', ')}`}`,
      expected: 'a suite with components, or the folder of a flat archive without: suite: "./"',
    };
  }
  try {
    readKeyring(props);
    return undefined;
  } catch (error) {
    if (!(error instanceof FileTreeError)) throw error;
    return {
      message: `the keyring of archive ${url} cannot be read: ${error.message}`,
      got: JSON.stringify(props.keyring.slice(0, 120)),
      expected:
        'a file below the folder of the app, or the text "-----BEGIN PGP PUBLIC KEY BLOCK-----…"',
    };
  }
}

/** The archive as requests have it. */
export function otherArchive(props: DebianArchiveProps): OtherArchive {
  const { components = [], login = false, suite, url } = props;
  return {
    url: url.replace(/\/+$/, ''),
    suite: suite === '/' ? './' : suite,
    components: [...new Set(components)].sort(),
    keyring: readKeyring(props),
    ...(login ? { login } : {}),
  };
}

const ARMOUR = '-----BEGIN PGP';

/** Armoured, or in base64. */
function readKeyring({ keyring }: DebianArchiveProps): string {
  if (keyring.trimStart().startsWith(ARMOUR)) return `${keyring.trim()}\n`;
  const file = readFileBelow(sourceFolder(), keyring);
  const text = file.toString('latin1').trim();
  return text.startsWith(ARMOUR) ? `${text}\n` : file.toString('base64');
}
