import type { LockContext } from './lock-context';
import type { LockedPackage, LockedPackages } from './locked-package';
import { isName, normalizeName } from './name';
import { parseVersion } from './version';
import { parseWheelName } from './wheel-name';

const COMPILE = 'write one with all hashes: "uv pip compile --generate-hashes", or pip-compile';
/** Options that decide nothing here: all versions are pinned, and wheels alone are taken. */
const IDLE = ['--require-hashes', '--pre', '--prefer-binary', '--only-binary'];

interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/**
 * The packages of a requirements.txt, which pins each by `==` or a URL, with its hashes.
 *
 * @throws BuildError `E_PYTHON_LOCK`, `E_PYTHON_HASH`, `E_PYTHON_SOURCE`
 * @see pip, "Requirements File Format"
 */
export function readRequirements(text: string, context: LockContext): LockedPackages {
  context.requireSelected('extra', []);
  context.requireSelected('group', []);
  const packages: LockedPackage[] = [];
  const extraIndexes: string[] = [];
  let index: string | undefined;
  for (const line of logicalLines(text)) {
    const place = `line ${line.number}`;
    if (!line.text.startsWith('-')) {
      const read = readRequirement(line.text, place, context);
      if (read !== undefined) packages.push(read);
      continue;
    }
    const [, option = '', value = ''] = /^(--?[a-z-]+)(?:\s*=\s*|\s+)?(.*)$/i.exec(line.text) ?? [];
    if (option === '-i' || option === '--index-url') index = context.url(value, place).url;
    else if (option === '--extra-index-url') extraIndexes.push(context.url(value, place).url);
    // The project itself: its files are the app's own.
    else if (/^(?:-e|--editable)$/.test(option) && /^\.\/?$/.test(value)) continue;
    else if (!IDLE.includes(option)) {
      throw context.error('E_PYTHON_LOCK', place, `the option "${option}" cannot be taken`, {
        expected: 'packages with their versions and hashes, all in this file',
        fix: COMPILE,
      });
    }
  }
  return context.result(packages, { ...(index === undefined ? {} : { index }), extraIndexes });
}

/** Lines that a backslash joins, without comments. */
function logicalLines(text: string): Line[] {
  const lines: Line[] = [];
  let open: Line | undefined;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .entries()) {
    const bare = raw.replace(/(^|\s+)#.*$/, '');
    const isJoined = /\\$/.test(bare) && bare === raw;
    const part: string = isJoined ? bare.slice(0, -1) : bare;
    const number: number = open?.number ?? index + 1;
    open = { number, text: (open?.text ?? '') + part };
    // A comment among joined lines does not end them.
    if (isJoined || (bare !== raw && bare.trim() === '' && open.text.trim() !== '')) continue;
    lines.push(open);
    open = undefined;
  }
  if (open !== undefined) lines.push(open);
  return lines
    .map((line) => ({ ...line, text: line.text.trim() }))
    .filter((line) => line.text !== '');
}

function readRequirement(
  text: string,
  place: string,
  context: LockContext,
): LockedPackage | undefined {
  const [, requirement = '', options = ''] = /^(.*?)((?:\s+--\S.*)?)$/.exec(text) ?? [];
  const hashes = readHashes(options, place, context);
  const [body = '', marker] = splitMarker(requirement);
  if (!context.holds(marker, place)) return undefined;
  const [, named, url] =
    /^(?:([^\s[\]@]+)\s*(?:\[[^\]]*\])?\s*@\s*)?([a-z][a-z0-9+.-]*:\S+)$/i.exec(body) ?? [];
  if (url !== undefined) return readDirect(named, url, hashes, place, context);
  const [, name = '', version = ''] =
    /^([^\s[\]=<>!~;]+)\s*(?:\[[^\]]*\])?\s*={2,3}\s*([^\s,*]+)$/.exec(body) ?? [];
  if (!isName(name) || parseVersion(version) === undefined) {
    throw context.error(
      'E_PYTHON_LOCK',
      place,
      `${JSON.stringify(body.slice(0, 120))} is not pinned`,
      {
        expected: 'a package with its version: "numpy==2.1.0"',
        fix: COMPILE,
      },
    );
  }
  if (hashes.length === 0) throw noHash(name, options, place, context);
  return { name: normalizeName(name), version, place, hashes };
}

/** Before a URL a marker stands behind a space, since `;` may be a part of it. */
function splitMarker(text: string): [body: string, marker: string | undefined] {
  const at = /@|^[a-z]+:/.test(text) ? / ;/.exec(text)?.index : text.indexOf(';');
  if (at === undefined || at < 0) return [text.trim(), undefined];
  return [text.slice(0, at).trim(), text.slice(at).replace(/^\s*;/, '')];
}

function readHashes(options: string, place: string, context: LockContext): string[] {
  const words = options
    .replace(/--hash\s+/g, '--hash=')
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.flatMap((word) => {
    const value = /^--hash=(.*)$/.exec(word)?.[1];
    if (value === undefined) {
      throw context.error(
        'E_PYTHON_LOCK',
        place,
        `the option ${JSON.stringify(word)} cannot be taken`,
        { expected: '--hash=sha256:…' },
      );
    }
    const sha256 = /^sha256:([0-9a-f]{64})$/i.exec(value)?.[1];
    return sha256 === undefined ? [] : [sha256.toLowerCase()];
  });
}

function readDirect(
  named: string | undefined,
  text: string,
  hashes: readonly string[],
  place: string,
  context: LockContext,
): LockedPackage {
  if (/^(?:git|hg|svn|bzr)\+/i.test(text)) {
    throw context.noWheels(normalizeName(named ?? 'package'), place, 'a repository');
  }
  const { filename, url } = context.url(text, place);
  const wheel = parseWheelName(filename);
  const name = named === undefined ? wheel?.name : normalizeName(named);
  if (wheel === undefined || name !== wheel.name) {
    throw context.error('E_PYTHON_SOURCE', place, 'the URL is not of a wheel of the package', {
      got: JSON.stringify(filename.slice(0, 120)),
      expected: `the name of a wheel${name === undefined ? '' : ` of ${name}`}`,
    });
  }
  const inUrl = /[#&]sha256=([0-9a-f]{64})\b/i.exec(text)?.[1]?.toLowerCase();
  const [sha256 = inUrl] = hashes;
  if (sha256 === undefined || hashes.length > 1 || (inUrl ?? sha256) !== sha256) {
    throw noHash(wheel.name, hashes.join(' '), place, context);
  }
  return { name: wheel.name, place, files: [{ filename, url, sha256 }] };
}

function noHash(name: string, got: string, place: string, context: LockContext) {
  return context.error(
    'E_PYTHON_HASH',
    place,
    `"${name}" has no sha256 that says which file it is`,
    {
      got: got.trim().slice(0, 120) || 'no hash',
      expected: '--hash=sha256:…, and one alone for a URL',
      fix: COMPILE,
    },
  );
}
