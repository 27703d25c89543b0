import { BuildError, type BuildErrorDetails, type ErrorCode } from '../errors';
import { SchemaReader } from '../json';
import type { LockedPackage, LockedPackages, PackageFile } from './locked-package';
import { holds, MarkerError, parseMarker } from './marker';
import { normalizeName } from './name';
import { meets, parseSpecifiers } from './specifier';
import { markerEnvironment, type PythonTarget } from './target';

/** What of a lock file is wanted. */
export interface PythonSelection {
  /** Extras of the project. */
  readonly extras: readonly string[];
  /** Groups of dependencies beside its own. */
  readonly groups: readonly string[];
  /** Of a workspace. @default - the project at the root */
  readonly project?: string | undefined;
  /** Packages that come from elsewhere. */
  readonly exclude: readonly string[];
}

/** More than anybody installs. */
const MAX_PACKAGES = 5_000;

/** A lock file as it is read for one target. */
export class LockContext {
  readonly target: PythonTarget;
  readonly schema: SchemaReader;
  readonly project: string | undefined;
  readonly extras: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly exclude: ReadonlySet<string>;
  readonly #file: string;
  readonly #environment: Readonly<Record<string, string>>;

  /** @param file its name, for messages */
  constructor(file: string, target: PythonTarget, selection: PythonSelection) {
    this.#file = file;
    this.target = target;
    this.project = selection.project === undefined ? undefined : normalizeName(selection.project);
    this.extras = new Set(selection.extras.map(normalizeName));
    this.groups = new Set(selection.groups.map(normalizeName));
    this.exclude = new Set(selection.exclude.map(normalizeName));
    this.schema = new SchemaReader('E_PYTHON_LOCK', file, 'make the file anew with its own tool');
    this.#environment = markerEnvironment(target);
  }

  /** The error for a place of the file. */
  error(
    code: ErrorCode,
    place: string,
    message: string,
    details: BuildErrorDetails = {},
  ): BuildError {
    const { got } = details;
    const text = [this.#file, place, message].filter(Boolean).join(': ');
    return new BuildError(code, redact(text), {
      ...details,
      ...(got === undefined ? {} : { got: redact(got) }),
    });
  }

  /**
   * Whether a marker holds for the target; one that is not there does.
   *
   * @param more names that count as extras beside those of the selection
   */
  holds(
    marker: string | undefined,
    place: string,
    {
      extras = this.extras,
      groups = this.groups,
    }: Partial<Pick<LockContext, 'extras' | 'groups'>> = {},
  ): boolean {
    if (marker === undefined || marker.trim() === '') return true;
    try {
      return holds(parseMarker(marker), { environment: this.#environment, extras, groups });
    } catch (error) {
      if (!(error instanceof MarkerError)) throw error;
      throw this.error('E_PYTHON_LOCK', place, error.message);
    }
  }

  /** @throws BuildError `E_PYTHON_VERSION` where the target has another Python */
  requirePython(specifiers: string | undefined, place: string): void {
    if (specifiers === undefined) return;
    const parsed = parseSpecifiers(specifiers);
    if (parsed === undefined) {
      throw this.error('E_PYTHON_LOCK', place, `${JSON.stringify(specifiers)} are no versions`);
    }
    if (meets(this.target.python, parsed)) return;
    throw this.error(
      'E_PYTHON_VERSION',
      place,
      `Python ${this.target.python} is not what it needs`,
      {
        got: `Python ${this.target.python} of the suite`,
        expected: `Python ${specifiers}`,
        fix: 'take a suite with such a Python, or lock other versions for this one',
      },
    );
  }

  /** Requires that all that is selected is there, of what the file has. */
  requireSelected(kind: 'extra' | 'group', known: Iterable<string>): void {
    const names = new Set([...known].map(normalizeName));
    const [unknown] = [...(kind === 'extra' ? this.extras : this.groups)].filter(
      (name) => !names.has(name),
    );
    if (unknown === undefined) return;
    throw this.error('E_PYTHON_LOCK', '', `there is no ${kind} "${unknown}"`, {
      expected: [...names].sort().join(', ') || `a file with ${kind}s`,
    });
  }

  /** A file of a table that has `url`, a hash and perhaps a size. */
  file(
    value: { readonly url: unknown; readonly hashes: readonly unknown[]; readonly size: unknown },
    at: string,
  ): PackageFile {
    const { url, filename } = this.url(this.schema.text(value.url, `${at}.url`), at);
    const sha256 = value.hashes
      .map((hash) =>
        typeof hash === 'string' ? /^sha256:([0-9a-f]{64})$/.exec(hash)?.[1] : undefined,
      )
      .find((hash) => hash !== undefined);
    const size = value.size === undefined ? undefined : this.schema.size(value.size, `${at}.size`);
    return { filename, url, sha256, size };
  }

  /** @throws BuildError `E_PYTHON_SOURCE` for what is no address of a file that anybody may fetch */
  url(text: string, place: string): { readonly url: string; readonly filename: string } {
    const parsed = URL.canParse(text) ? new URL(text) : undefined;
    const isPlain = parsed?.username === '' && parsed.password === '';
    if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || !isPlain) {
      const got =
        parsed === undefined ? 'text that is no URL' : `${parsed.protocol}//${parsed.host}`;
      throw this.error('E_PYTHON_SOURCE', place, 'a file cannot be fetched from there', {
        got: isPlain ? got : `a URL of ${parsed?.host} with credentials`,
        expected: 'an http or https URL without credentials',
      });
    }
    parsed.hash = '';
    let filename = parsed.pathname.slice(parsed.pathname.lastIndexOf('/') + 1);
    try {
      filename = decodeURIComponent(filename);
    } catch {
      // Then it is no name of a wheel, which is told by that.
    }
    return { url: parsed.href, filename };
  }

  /** The result: each package once, without those that are excluded. */
  result(
    found: Iterable<LockedPackage>,
    more: Omit<LockedPackages, 'packages'> = {},
  ): LockedPackages {
    const packages = new Map<string, LockedPackage>();
    for (const one of found) {
      const other = packages.get(one.name);
      if (other !== undefined) {
        throw this.error(
          'E_PYTHON_LOCK',
          one.place,
          `"${one.name}" is there twice for one target`,
          {
            got: `${other.place} and ${one.place}`,
            expected: 'one of them, or markers of which one holds',
          },
        );
      }
      packages.set(one.name, one);
      if (packages.size > MAX_PACKAGES) {
        throw this.error('E_PYTHON_LOCK', one.place, `more than ${MAX_PACKAGES} packages`);
      }
    }
    const wanted = [...packages.values()].filter(({ name }) => !this.exclude.has(name));
    return { packages: wanted.sort((a, b) => (a.name < b.name ? -1 : 1)), ...more };
  }

  /** What is locked by a commit or by a folder, of which there is no wheel. */
  noWheels(name: string, place: string, source: string): BuildError {
    return this.error('E_PYTHON_SOURCE', place, `"${name}" comes from ${source}`, {
      expected: 'a wheel of an index, or of a URL with its hash',
      fix: `publish a wheel of it; or put its files in the image yourself, and say exclude: ['${name}']`,
    });
  }
}

/** Without the credentials of URLs. */
function redact(text: string): string {
  return text.replace(/\/\/[^/\s]*@/g, '//…@');
}
