import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { AptIndex } from '../../test/support/real-apt';

/** Indexes of trixie main and its updates, from a mirror, kept in a folder. */
export async function loadIndexes(
  folder: string,
  mirror: { readonly debian: string; readonly security: string },
  architecture: string,
): Promise<AptIndex[]> {
  mkdirSync(folder, { recursive: true });
  const suites = [
    ['trixie', mirror.debian],
    ['trixie-updates', mirror.debian],
    ['trixie-security', mirror.security],
  ] as const;
  return Promise.all(
    suites.map(async ([suite, url]) => {
      const file = join(folder, `${suite}-${architecture}.packages`);
      if (!existsSync(file)) {
        const path = `${url}/dists/${suite}/main/binary-${architecture}/Packages`;
        writeFileSync(file, await fetchIndex(path));
      }
      return { suite, packages: readFileSync(file, 'latin1') };
    }),
  );
}

async function fetchIndex(url: string): Promise<Buffer> {
  const zipped = await fetch(`${url}.gz`);
  if (zipped.ok) return gunzipSync(Buffer.from(await zipped.arrayBuffer()));
  const { unpackXz } = await import('../../lib/archive/unpack');
  const packed = await fetch(`${url}.xz`);
  if (!packed.ok) throw new Error(`${url}: ${packed.status}`);
  return unpackXz(Buffer.from(await packed.arrayBuffer()), {
    code: 'E_DEBIAN_CONTROL',
    name: url,
    maxBytes: 1 << 29,
  });
}
