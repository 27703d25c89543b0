import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AssemblyContent } from '../../lib/assembly/assembly-writer';
import { writeAssembly } from '../../lib/assembly/assembly-writer';
import { copy, local, mkfile, scratch } from '../../lib/llb';
import { imageConfigJson } from '../../lib/oci/image-config';

const BUILD = { os: 'linux', architecture: 'amd64' };
export const DEB_URL = 'https://snapshot.debian.org/archive/debian/20261101T000000Z/pool/b.deb';

function image(name: string): AssemblyContent['images'][number] {
  const platforms = ['amd64', 'arm64'].map((architecture) => ({
    platform: `linux/${architecture}`,
    definition: scratch()
      .file(mkfile('/x', 0o644, `${name} for ${architecture}`))
      .file(copy(local('files'), '/', '/files/'))
      .file(copy(local('unpacker'), '/tool', '/tool'))
      .marshal({ platform: BUILD }),
    config: imageConfigJson(
      { os: 'linux', architecture },
      { User: '1000:1000', Env: ['A=b'], Entrypoint: ['/tool'], Labels: { a: 'b' } },
      ['all'],
      1_761_955_200,
    ),
    packages: 2,
  }));
  return {
    name,
    constructPath: `${name}/image`,
    source: { file: 'app.ts', line: 3, column: 5 },
    platformNames: platforms.map(({ platform }) => platform),
    platforms,
    publish: { names: [`registry.example.org/me/${name}`], tags: ['latest', 'v1'] },
    sourceDateEpoch: 1_761_955_200,
    isDated: true,
  };
}

/** Content of an assembly that has a bit of everything. */
export const SAMPLE: AssemblyContent = {
  images: [image('hello'), image('other')],
  locals: {
    files: { type: 'directory', path: 'files', include: ['*.txt'], exclude: ['b'] },
    unpacker: { type: 'deb-member', url: DEB_URL, member: 'usr/bin/tool', file: 'tool' },
  },
  archiveFiles: {
    [DEB_URL]: { archive: 'debian', path: 'pool/b.deb', size: 7, sha256: 'a'.repeat(64) },
  },
  requests: [
    {
      kind: 'http',
      key: 'https://example.org/a',
      says: 'file https://example.org/a',
      constructPath: 'file',
      source: { file: 'app.ts', line: 1, column: 2 },
      request: { url: 'https://example.org/a' },
    },
  ],
  missing: [],
  tree: { id: '', path: '', type: 'App', children: [] },
};

/** A project with the folder that the sample sends, and its assembly; gives the assembly's folder. */
export function writeSample(project: string, content: AssemblyContent = SAMPLE): string {
  const folder = join(project, 'synth.out');
  mkdirSync(join(dirname(folder), 'files'), { recursive: true });
  writeFileSync(join(project, 'files/a.txt'), 'a');
  writeAssembly(folder, content);
  return folder;
}
