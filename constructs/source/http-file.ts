import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import { HTTP } from '../../lib/inputs/http/kind';
import { http, type State, scratch } from '../../lib/llb';
import { formatPlatform, type Platform } from '../../lib/oci/platform';
import {
  either,
  optional,
  PLATFORM,
  type PropsOf,
  record,
  secret,
  shape,
  text,
  wholeNumber,
} from '../../lib/props';
import { ArtifactConstruct } from '../core/artifact-construct';
import type { ArtifactFile } from '../core/artifact-operations';
import type { Target } from '../core/target';

const FILENAME = text({
  pattern: /^(?!\.{1,2}$)[^/\0]{1,255}$/,
  expected: 'a name without "/": "hello.tar.gz"',
});

const SHA256 = text({ pattern: /^[0-9a-f]{64}$/, expected: '64 hex digits in lower case' });

const HTTP_FILE_PROPS = shape({
  /**
   * `https://` or `http://` URL of the file, without credentials; or one for each platform, by its name:
   * `{ 'linux/amd64': 'https://…', 'linux/arm64': 'https://…' }`.
   */
  url: either(secret(text()), record(PLATFORM, secret(text()))),
  /**
   * Hex sha256 of the file, or of those of platforms, by their names; nothing has to be locked then.
   *
   * @default - the lock keeps the one that it had when it was locked
   */
  sha256: optional(either(SHA256, record(PLATFORM, SHA256))),
  /**
   * Name of the file in the artifact.
   *
   * @default - the last part of the URL's path; for several URLs it must be said
   */
  filename: optional(FILENAME),
  /**
   * Permission bits of the file, 0o001 to 0o777.
   *
   * @default 0o644
   */
  mode: optional(wholeNumber({ min: 0o001, max: 0o777 })),
});

/** Properties of an {@link HttpFile}. */
export interface HttpFileProps extends PropsOf<typeof HTTP_FILE_PROPS> {}

/**
 * One file of a web server, pinned by its hash; or one for each platform.
 *
 * Becomes an `http` source with a checksum, which the daemon fetches; the artifact holds the file at
 * its root.
 */
export class HttpFile extends ArtifactConstruct {
  private readonly props: HttpFileProps;

  constructor(scope: IConstruct, id: string, props: HttpFileProps) {
    super(scope, id);
    this.props = props;
  }

  /** Name of the file in the artifact. */
  get filename(): string {
    const { filename, url } = this.props;
    return filename ?? (typeof url === 'string' ? lastSegment(url) : '');
  }

  /**
   * The file itself, to be put somewhere under another name: `tool.file().at('/boot/bin/tool')`.
   *
   * @param path its name
   */
  override file(path: string = this.filename): ArtifactFile {
    return super.file(path);
  }

  override check(): readonly BuildError[] {
    return this.checkProps(HTTP_FILE_PROPS, this.props, () => this.checkUrl());
  }

  private checkUrl(): BuildError[] {
    const { sha256, url } = this.props;
    const urls = typeof url === 'string' ? [url] : Object.values(url);
    const problems = urls.flatMap((one) => urlProblem(one) ?? []);
    const errors = problems.map((got) =>
      this.error('E_HTTP_URL', 'the URL of the file cannot be used', {
        got,
        expected: 'an http or https URL without user, password and fragment',
      }),
    );
    if (errors.length > 0) return errors;
    if (sha256 !== undefined && platformsOf(sha256) !== platformsOf(url)) {
      return [
        this.error('E_HTTP_URL', 'URLs and hashes of the file are for different platforms', {
          got: `hashes for ${platformsOf(sha256)}`,
          expected: `one for each URL: ${platformsOf(url)}`,
        }),
      ];
    }
    if (FILENAME.check(this.filename, 'filename').length === 0) return [];
    return [
      this.error('E_HTTP_URL', 'the URL of the file does not end in a name', {
        got: typeof url === 'string' ? `"${url}"` : 'URLs of several platforms',
        expected: 'a URL of a file, or a name for it',
        fix: "give one: filename: 'hello.tar.gz'",
      }),
    ];
  }

  /** The URL for a platform; undefined where it has none. @internal */
  urlFor(platform: Platform): string | undefined {
    return forPlatform(this.props.url, formatPlatform(platform));
  }

  lower(target: Target): State {
    const { mode = 0o644 } = this.props;
    const platform = formatPlatform(target.platform);
    const url = this.urlFor(target.platform);
    if (url === undefined) {
      throw this.error('E_PLATFORM', `the file has no URL for ${platform}`, {
        got: platformsOf(this.props.url),
        expected: 'a URL for each platform of the images that it is in',
      });
    }
    const given = this.props.sha256;
    const sha256 =
      given === undefined ? target.ask(this, HTTP, { url })?.sha256 : forPlatform(given, platform);
    if (sha256 === undefined) return scratch();
    return http(url, {
      checksum: `sha256:${sha256}`,
      filename: this.filename,
      chmod: mode,
      source: this.source,
    });
  }
}

type ByPlatform = string | Readonly<Record<string, string>>;

function forPlatform(given: ByPlatform, platform: string): string | undefined {
  if (typeof given === 'string') return given;
  return Object.hasOwn(given, platform) ? given[platform] : undefined;
}

function platformsOf(given: ByPlatform): string {
  return typeof given === 'string' ? 'any platform' : Object.keys(given).sort().join(', ');
}

function lastSegment(url: string): string {
  if (!URL.canParse(url)) return '';
  const { pathname } = new URL(url);
  const segment = pathname.slice(pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return ''; // no name, which is told
  }
}

// Tells what is wrong with a URL, and never repeats one that holds a password.
function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return `"${text}"`;
  const { hash, password, protocol, username } = new URL(text);
  if (username !== '' || password !== '') return 'a URL with a user or password';
  if (!['https:', 'http:'].includes(protocol)) return `the scheme "${protocol}"`;
  return hash === '' ? undefined : `"${text}"`;
}
