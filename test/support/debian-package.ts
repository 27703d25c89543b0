import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A file of a package: its text, or text with a mode, or where a symbolic link points. */
export type PackageFile =
  | string
  | { readonly content: string | Uint8Array; readonly mode: number }
  | { readonly link: string };

/** A package to build. */
export interface PackageSpec {
  readonly name: string;
  readonly version: string;
  /** Debian's name, or `all`. */
  readonly architecture: string;
  /** Absolute path in the image, without the leading slash, to content. */
  readonly files?: Readonly<Record<string, PackageFile>>;
  /** Further control fields, e.g. `{ Depends: 'libc6', Essential: 'yes' }`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Maintainer scripts and other files of the control part, e.g. `postinst`. */
  readonly control?: Readonly<Record<string, string>>;
  /** @default 'xz', as Debian has it */
  readonly compression?: 'xz' | 'gzip' | 'zstd' | 'none';
  /** @default 'main' */
  readonly component?: string;
}

/** A package as the archive lists it. */
export interface BuiltPackage {
  readonly spec: PackageSpec;
  /** The .deb on disk. */
  readonly file: string;
  /** Path below the archive's root, e.g. `pool/main/h/hello/hello_1.0_amd64.deb`. */
  readonly path: string;
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  /** The stanza for the Packages index. */
  readonly stanza: string;
}

const SCRIPTS = new Set(['preinst', 'postinst', 'prerm', 'postrm', 'config']);

/** Seconds since 1970 that every file of a package bears: 2026-01-01T00:00:00Z. */
export const PACKAGE_EPOCH = 1_767_225_600;

/** Hex SHA-256. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Builds a real .deb with dpkg-deb, below the `pool/` of an archive; equal specs give equal bytes. */
export function buildPackage(archive: string, spec: PackageSpec): BuiltPackage {
  // Versions in file names lack the epoch.
  const version = spec.version.replace(/^\d+:/, '');
  const folder = spec.name.startsWith('lib') ? spec.name.slice(0, 4) : spec.name.slice(0, 1);
  const component = spec.component ?? 'main';
  const path = `pool/${component}/${folder}/${spec.name}/${spec.name}_${version}_${spec.architecture}.deb`;
  const file = join(archive, path);
  const fields = [
    ['Package', spec.name],
    ['Version', spec.version],
    ['Architecture', spec.architecture],
    ['Maintainer', 'Example Maintainer <maintainer@example.org>'],
    ...Object.entries(spec.fields ?? {}),
    ...(spec.fields?.Description === undefined
      ? [['Description', `test package ${spec.name}`]]
      : []),
  ]
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');

  mkdirSync(dirname(file), { recursive: true });
  const tree = mkdtempSync(join(tmpdir(), 'buildkit-cdk-deb-'));
  try {
    writePackageTree(tree, spec, fields);
    execFileSync(
      'dpkg-deb',
      ['--root-owner-group', `-Z${spec.compression ?? 'xz'}`, '--build', tree, file],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, SOURCE_DATE_EPOCH: String(PACKAGE_EPOCH) },
      },
    );
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
  const bytes = readFileSync(file);
  const stanza = `${fields}Filename: ${path}\nSize: ${bytes.length}\nSHA256: ${sha256(bytes)}\n`;
  return { spec, file, path, size: bytes.length, sha256: sha256(bytes), stanza };
}

function writePackageTree(tree: string, spec: PackageSpec, controlFields: string): void {
  const made = new Set<string>();
  const makeFolder = (folder: string) => {
    if (folder === tree || made.has(folder)) return;
    makeFolder(dirname(folder));
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755); // Whatever the umask.
    made.add(folder);
  };
  const put = (path: string, content: string | Uint8Array, mode: number) => {
    const target = join(tree, path);
    makeFolder(dirname(target));
    writeFileSync(target, content);
    chmodSync(target, mode);
  };
  chmodSync(tree, 0o755);
  put('DEBIAN/control', controlFields, 0o644);
  for (const [name, text] of Object.entries(spec.control ?? {})) {
    put(`DEBIAN/${basename(name)}`, text, SCRIPTS.has(name) ? 0o755 : 0o644);
  }
  for (const [path, entry] of Object.entries(spec.files ?? {})) {
    if (typeof entry === 'string') put(path, entry, 0o644);
    else if ('content' in entry) put(path, entry.content, entry.mode);
    else {
      makeFolder(dirname(join(tree, path)));
      symlinkSync(entry.link, join(tree, path));
    }
  }
}
