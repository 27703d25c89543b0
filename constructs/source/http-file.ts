import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import { HTTP } from '../../lib/inputs/http/kind';
import { http, type State, scratch } from '../../lib/llb';
import { optional, type PropsOf, secret, shape, text, wholeNumber } from '../../lib/props';
import { ArtifactConstruct } from '../core/artifact-construct';
import type { Target } from '../core/target';

const FILENAME = text({
  pattern: /^(?!\.{1,2}$)[^/\0]{1,255}$/,
  expected: 'a name without "/": "hello.tar.gz"',
});

const HTTP_FILE_PROPS = shape({
  /** `https://` or `http://` URL of the file, without credentials. */
  url: secret(text()),
  /**
   * Hex sha256 of the file; nothing has to be locked then.
   *
   * @default - the lock keeps the one that it had when it was locked
   */
  sha256: optional(text({ pattern: /^[0-9a-f]{64}$/, expected: '64 hex digits in lower case' })),
  /**
   * Name of the file in the artifact.
   *
   * @default - the last part of the URL's path
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
 * One file of a web server, pinned by its hash.
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
    return this.props.filename ?? lastSegment(this.props.url);
  }

  override check(): readonly BuildError[] {
    return this.checkProps(HTTP_FILE_PROPS, this.props, () => this.checkUrl());
  }

  private checkUrl(): BuildError[] {
    const problem = urlProblem(this.props.url);
    if (problem !== undefined) {
      return [
        this.error('E_HTTP_URL', 'the URL of the file cannot be used', {
          got: problem,
          expected: 'an http or https URL without user, password and fragment',
        }),
      ];
    }
    if (FILENAME.check(this.filename, 'filename').length === 0) return [];
    return [
      this.error('E_HTTP_URL', 'the URL of the file does not end in a name', {
        got: `"${this.props.url}"`,
        expected: 'a URL of a file, or a name for it',
        fix: "give one: filename: 'hello.tar.gz'",
      }),
    ];
  }

  lower(target: Target): State {
    const { mode = 0o644, url } = this.props;
    const sha256 = this.props.sha256 ?? target.ask(this, HTTP, { url })?.sha256;
    if (sha256 === undefined) return scratch();
    return http(url, {
      checksum: `sha256:${sha256}`,
      filename: this.filename,
      chmod: mode,
      source: this.source,
    });
  }
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
