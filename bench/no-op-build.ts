/**
 * A build of examples/hello in which everything is cached, against `docker buildx build` of an equal
 * Dockerfile, cached as well, on the same daemon.
 *
 *   node --import tsx bench/no-op-build.ts
 *
 * Needs dist/, a Docker Engine, scripts/git-server, and one build of the example. The Dockerfile is
 * the example's own graph: see `equal-dockerfile.ts`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Assembly, readAssembly } from '../lib/assembly/assembly-reader';
import { prepareLocals } from '../lib/build/plan/prepare-locals';
import { loadEnvironment } from '../lib/environment';
import { planMirrors } from '../lib/fetch/mirror-plan';
import { Definition } from '../lib/llb/definition/definition';

import { equalDockerfile } from './equal-dockerfile';
import { sideBySide } from './side-by-side';

const ROOT = resolve(__dirname, '..');
const MAIN = join(ROOT, 'dist/lib/cli/main.js');
const EXAMPLE = join(ROOT, 'examples/hello');
const TURNS = 41;

/** Writes the Dockerfile of the example, and its context; returns its platforms. */
async function writeContext(folder: string): Promise<string[]> {
  const assembly = readAssembly(join(EXAMPLE, 'synth.out'));
  const [image] = assembly.manifest.images;
  if (image === undefined) throw new Error('the example has no image: run "synth build" in it');
  const options = {
    environment: loadEnvironment({ folder: EXAMPLE, env: process.env }),
    mayFetch: true,
    onMessage: (message: string) => console.error(message),
    signal: AbortSignal.timeout(60_000),
  };
  const mirrors = await planMirrors(assembly.manifest.archiveFiles, options);
  const platforms = image.platforms.map((platform) => ({
    architecture: platform.platform.replace(/^linux\//, ''),
    definition: Definition.fromBytes(assembly.readDefinition(platform)).mapSources((source) => ({
      ...source,
      identifier: mirrors.get(source.identifier) ?? source.identifier,
    })),
  }));
  const { context, dockerfile } = equalDockerfile(platforms, await readLocals(assembly, options));
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  for (const [name, content] of context) writeFileSync(join(folder, name), content);
  return image.platforms.map(({ platform }) => platform);
}

/** The one file of each local source. */
async function readLocals(assembly: Assembly, options: Parameters<typeof prepareLocals>[2]) {
  const inputs = Object.entries(assembly.manifest.locals);
  const folders = await prepareLocals(assembly, new Set(inputs.map(([name]) => name)), options);
  return new Map(
    inputs.map(([name, input]) => {
      if (input.type !== 'deb-member') throw new Error(`"${name}" is a folder`);
      return [
        name,
        { file: input.file, content: readFileSync(join(folders[name] ?? '', input.file)) },
      ];
    }),
  );
}

async function main(): Promise<void> {
  const buildx = process.env.TEST_BUILDX;
  if (buildx === undefined) throw new Error('no TEST_BUILDX: eval "$(scripts/engine env)"');
  const folder = mkdtempSync(join(tmpdir(), 'bench-no-op-'));
  try {
    const platforms = await writeContext(folder);
    const options = [
      '--provenance=false',
      `--platform=${platforms.join(',')}`,
      // As many names as the example has.
      '--output=type=image,"name=127.0.0.1:5055/bench:one,127.0.0.1:5055/bench:two",oci-mediatypes=true',
      '--progress=quiet',
    ];
    const reference: [string, ...string[]] = [buildx, 'build', ...options, folder];
    execFileSync(reference[0], reference.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
    const build = [process.execPath, MAIN, 'build', '--progress', 'quiet'] as const;
    const fromAssembly = [...build, '--app', 'synth.out'] as const;
    for (const [figure, command] of [
      ['no-op build', build],
      ['no-op build of an assembly', fromAssembly],
    ] as const) {
      // Node 20 reads such certificates at each start, whatever the program: 40 ms that are not ours.
      const env = { NODE_EXTRA_CA_CERTS: undefined };
      sideBySide(figure, [{ command, cwd: EXAMPLE, env }, { command: reference }], TURNS);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
