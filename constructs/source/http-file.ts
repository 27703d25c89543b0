import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import { HTTP } from '../../lib/inputs/http/kind';
import { http, type State, scratch } from '../../lib/llb';
import type { IArtifact } from '../core/artifact';
import { LocatedConstruct } from '../core/located-construct';
import { PlacedArtifact } from '../core/placed-artifact';
import type { Target } from '../core/target';

/** Properties of an {@link HttpFile}. */
export interface HttpFileProps {
  /** `https://` or `http://` URL of the file, without credentials. */
  readonly url: string;
  /**
   * Hex sha256 of the file; nothing has to be locked then.
   *
   * @default - the lock keeps the one that it had when it was locked
   */
  readonly sha256?: string;
  /**
   * Name of the file in the artifact.
   *
   * @default - the last part of the URL's path
   */
  readonly filename?: string;
  /**
   * Permission bits of the file, 0o001 to 0o777.
   *
   * @default 0o644
   */
  readonly mode?: number;
}

/**
 * One file of a web server, pinned by its hash.
 *
 * Becomes an `http` source with a checksum, which the daemon fetches; the artifact holds the file at
 * its root.
 */
export class HttpFile extends LocatedConstruct implements IArtifact {
  /** Name of the file in the artifact. */
  readonly filename: string;
  private readonly props: HttpFileProps;

  constructor(scope: IConstruct, id: string, props: HttpFileProps) {
    super(scope, id);
    this.props = props;
    this.filename = props.filename ?? lastSegment(props.url);
  }

  /** The file in a folder: `file.at('/usr/share/hello')`. */
  at(path: string): PlacedArtifact {
    return new PlacedArtifact(this, path);
  }

  override check(): readonly BuildError[] {
    const { mode = 0o644, sha256, url } = this.props;
    const errors: BuildError[] = [];
    const problem = urlProblem(url);
    if (problem !== undefined) {
      errors.push(
        this.error('E_HTTP_URL', 'the URL of the file cannot be used', {
          got: problem,
          expected: 'an http or https URL without user, password and fragment',
        }),
      );
    }
    if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256)) {
      errors.push(
        this.error('E_HTTP_FILE', 'the hash of the file is none', {
          got: `"${sha256}"`,
          expected: '64 hex digits in lower case',
          fix: 'leave it out, and run "synth lock"',
        }),
      );
    }
    if (!/^[^/\0]{1,255}$/.test(this.filename) || /^\.{1,2}$/.test(this.filename)) {
      errors.push(
        this.error('E_HTTP_FILE', 'the file has no name that it could have', {
          got: `"${this.filename}"`,
          expected: 'a name without "/"',
          fix: "give one: filename: 'hello.tar.gz'",
        }),
      );
    }
    if (!Number.isInteger(mode) || mode < 1 || mode > 0o777) {
      errors.push(
        this.error('E_HTTP_FILE', 'the mode of the file is none', {
          got: String(mode),
          expected: 'permission bits: 0o644, 0o755',
        }),
      );
    }
    return errors;
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
  return decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1));
}

// Tells what is wrong with a URL, and never repeats one that holds a password.
function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return `"${text}"`;
  const { hash, password, protocol, username } = new URL(text);
  if (username !== '' || password !== '') return 'a URL with a user or password';
  if (!['https:', 'http:'].includes(protocol)) return `the scheme "${protocol}"`;
  return hash === '' ? undefined : `"${text}"`;
}
