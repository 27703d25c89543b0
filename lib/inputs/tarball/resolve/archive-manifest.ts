import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { streamTar } from '../../../archive/tar-stream';
import { BuildError } from '../../../errors';
import type { FetchContext } from '../../../fetch/fetch-context';
import { keptNpmArchive } from '../../../fetch/npm-archive';
import type { NpmFields } from '../../../npm';
import type { TarballFile } from '../kind';

const MAX_BYTES = 16 * 2 ** 20;
/** Scripts that npm and others run when they install. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'] as const;

/**
 * What the package.json in an archive says, in the form of package-lock.json, without what nothing here
 * reads.
 *
 * @throws BuildError `E_NPM_LOCK`
 */
export async function readManifest(
  url: string,
  { sha256, size }: TarballFile,
  context: FetchContext,
): Promise<NpmFields> {
  const path = await keptNpmArchive(url, { archive: 'npm-other', path: '', sha256, size }, context);
  let text: string | undefined;
  let hasGyp = false;
  try {
    const pieces = createReadStream(path).pipe(createGunzip());
    const isManifest = (name: string) => /^(?:\.\/)?[^/]+\/package\.json$/.test(name);
    const wanted = (header: { path: string; size: number }) =>
      isManifest(header.path) && header.size <= MAX_BYTES;
    for await (const { content, path: name } of streamTar(pieces, wanted)) {
      // As when they are unpacked: what comes later counts.
      if (isManifest(name) && content !== undefined) text = content.toString('utf8');
      if (/^(?:\.\/)?[^/]+\/binding\.gyp$/.test(name)) hasGyp = true;
    }
    return manifestFields(JSON.parse((text ?? '').replace(/^\uFEFF/, '')), hasGyp);
  } catch (cause) {
    throw new BuildError('E_NPM_LOCK', `the package.json in ${url} cannot be read`, {
      got: cause instanceof Error ? cause.message : String(cause),
      expected: 'a gzipped tar archive with a package.json',
      cause,
    });
  }
}

function manifestFields(manifest: unknown, hasGyp: boolean): NpmFields {
  const { bin, cpu, engines, gypfile, libc, name, os, peerDependencies, scripts } = {
    ...Object(manifest),
  };
  const own: Readonly<Record<string, unknown>> = { ...Object(scripts) };
  const isCompiled = hasGyp && gypfile !== false && own.preinstall === undefined;
  const hasInstallScript = INSTALL_SCRIPTS.some((script) => Boolean(own[script])) || isCompiled;
  const { node } = { ...Object(engines) };
  const fields = {
    bin: binOf(name, bin),
    hasInstallScript: hasInstallScript || undefined,
    os: words(os),
    cpu: words(cpu),
    libc: words(libc),
    engines: typeof node === 'string' ? { node } : undefined,
    peerDependencies: rangesOf(peerDependencies),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** @see npm, docs: package.json, "bin" */
function binOf(name: unknown, bin: unknown): Readonly<Record<string, string>> | undefined {
  const named = typeof bin === 'string' ? { [`${name}`]: bin } : { ...Object(bin) };
  const programs = Object.entries(named).flatMap(([program, file]) => {
    const plain = program.slice(program.lastIndexOf('/') + 1);
    return typeof file === 'string' ? [[plain, file.replace(/^(?:\.?\/)+/, '')] as const] : [];
  });
  return programs.length === 0 ? undefined : Object.fromEntries(programs);
}

function rangesOf(value: unknown): Readonly<Record<string, string>> | undefined {
  const ranges = Object.entries({ ...Object(value) }).flatMap(([name, range]) =>
    typeof range === 'string' ? [[name, range] as const] : [],
  );
  return ranges.length === 0 ? undefined : Object.fromEntries(ranges);
}

function words(value: unknown): readonly string[] | undefined {
  const list = [value ?? []].flat().filter((word) => typeof word === 'string');
  return list.length === 0 ? undefined : list;
}
