import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../../lib/assembly/assembly-reader';
import { DefinitionReader } from '../../../lib/build/plan/definition-reader';
import { mkfile, scratch } from '../../../lib/llb';
import { StoredDefinition } from '../../../lib/llb/definition/stored';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('definitions');

/** An assembly of one platform, and what it says of that. */
function writeAssembly(text: string) {
  const definition = scratch()
    .file(mkfile('/x', 0o644, text))
    .marshal({ platform: { os: 'linux', architecture: 'amd64' } });
  const platform = {
    platform: 'linux/amd64',
    definition: 'hello.linux-amd64.llb',
    config: 'hello.linux-amd64.config.json',
    digest: definition.digest,
    packages: 0,
  };
  const image = {
    name: 'hello',
    constructPath: 'hello',
    platforms: [platform],
    publish: { names: [], tags: [] },
    sourceDateEpoch: 0,
  };
  const rest = { locals: {}, archiveFiles: {}, requests: [], missing: [] };
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ version: 2, images: [image], ...rest }),
  );
  writeFileSync(join(folder, platform.definition), definition.toBytes());
  return { assembly: readAssembly(folder), platform };
}

test('gives one definition for the same bytes', () => {
  const reader = new DefinitionReader();
  const { assembly, platform } = writeAssembly('one');

  const first = reader.read(assembly, platform);

  expect(reader.read(assembly, platform)).toBe(first);
  const other = writeAssembly('two');
  const second = reader.read(other.assembly, other.platform);
  expect(second.digest).not.toBe(first.digest);
});

test('leaves the decoding to whoever asks, where the manifest tells what a daemon must have', () => {
  const { assembly, platform } = writeAssembly('one');
  const capabilities = ['file.base'];
  const whole = new DefinitionReader().read(assembly, platform);

  const stored = new DefinitionReader().read(assembly, { ...platform, capabilities });

  expect(stored).toBeInstanceOf(StoredDefinition);
  expect([...stored.capabilities]).toEqual(capabilities);
  expect(stored.toBytes()).toEqual(whole.toBytes());
  expect(stored.ops).toEqual(whole.ops);
  expect(stored.metadata).toEqual(whole.metadata);
  expect(stored.source).toEqual(whole.source);
});
