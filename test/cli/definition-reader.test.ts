import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../lib/assembly/assembly-reader';
import { DefinitionReader } from '../../lib/cli/definition-reader';
import { mkfile, scratch } from '../../lib/llb';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('definitions');
const platform = {
  platform: 'linux/amd64',
  definition: 'hello.linux-amd64.llb',
  config: 'hello.linux-amd64.config.json',
  digest: `sha256:${'0'.repeat(64)}`,
  packages: 0,
};

function writeAssembly(text: string) {
  const image = {
    name: 'hello',
    constructPath: 'hello',
    platforms: [platform],
    publish: { names: [], tags: [] },
    sourceDateEpoch: 0,
  };
  const rest = { locals: {}, debianFiles: {}, requests: [], missing: [] };
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ version: 1, images: [image], ...rest }),
  );
  const definition = scratch()
    .file(mkfile('/x', 0o644, text))
    .marshal({ platform: { os: 'linux', architecture: 'amd64' } });
  writeFileSync(join(folder, platform.definition), definition.toBytes());
  return readAssembly(folder);
}

test('decodes equal bytes once, also what was read ahead', async () => {
  const reader = new DefinitionReader();
  const assembly = writeAssembly('one');
  let finish: () => void = () => {};
  const app = new Promise<void>((resolve) => {
    finish = resolve;
  });
  await reader.readAhead(folder, app);
  finish();

  expect(reader.read(assembly, platform)).toBe(reader.read(assembly, platform));
  const first = reader.read(assembly, platform);
  const second = reader.read(writeAssembly('two'), platform);
  expect(second.digest).not.toBe(first.digest);
});

test('reads nothing ahead of an assembly that is there, or from a folder that is none', async () => {
  const reader = new DefinitionReader();

  await reader.readAhead(folder, Promise.resolve());
  await reader.readAhead(join(folder, 'missing'), new Promise(() => {}));
});
