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
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readAssembly } from '../lib/assembly/assembly-reader';
import { EqualContexts } from './equal-context';
import { sideBySide } from './side-by-side';

const ROOT = resolve(__dirname, '..');
const MAIN = join(ROOT, 'dist/lib/cli/main.js');
const EXAMPLE = join(ROOT, 'examples/hello');
const TURNS = 41;

async function main(): Promise<void> {
  const buildx = process.env.TEST_BUILDX;
  if (buildx === undefined) throw new Error('no TEST_BUILDX: eval "$(scripts/engine env)"');
  const folder = mkdtempSync(join(tmpdir(), 'bench-no-op-'));
  try {
    const assembly = readAssembly(join(EXAMPLE, 'synth.out'));
    const [image] = assembly.manifest.images;
    if (image === undefined) throw new Error('the example has no image: run "synth build" in it');
    const platforms = (await EqualContexts.of(assembly, EXAMPLE)).write(image, folder);
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
