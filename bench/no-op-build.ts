/**
 * A build of examples/hello in which everything is cached, against `docker buildx build` of a
 * Dockerfile with the same result, cached as well, on the same daemon.
 *
 *   node --import tsx bench/no-op-build.ts
 *
 * Needs dist/, a Docker Engine, scripts/git-server, and one build of the example. The Dockerfile has
 * a stage for each layer of our image, for the same two platforms, on local files: the trees that
 * our own build gives.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sideBySide } from './side-by-side';

const ROOT = resolve(__dirname, '..');
const MAIN = join(ROOT, 'dist/lib/cli/main.js');
const EXAMPLE = join(ROOT, 'examples/hello');
const PLATFORMS = ['linux/amd64', 'linux/arm64'];
const TURNS = 11;

const DOCKERFILE = `
FROM scratch AS base
ARG TARGETARCH
ADD base-\${TARGETARCH}.tar /
FROM scratch AS accounts
COPY accounts /etc/
FROM scratch AS files
ARG TARGETARCH
COPY hello-\${TARGETARCH} /boot/bin/hello
FROM base
COPY --from=accounts / /
COPY --from=files / /
USER 65532:65532
ENTRYPOINT ["/boot/bin/hello"]
`;

function synth(...args: string[]): void {
  execFileSync(process.execPath, [MAIN, ...args], {
    cwd: EXAMPLE,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The files of our own build, as the context of a Dockerfile. */
function makeContext(folder: string): void {
  mkdirSync(join(folder, 'accounts'));
  for (const platform of PLATFORMS) {
    const architecture = platform.slice('linux/'.length);
    const tar = join(folder, `base-${architecture}.tar`);
    synth(
      'build',
      '--platform',
      platform,
      '--output',
      `type=tar,dest=${tar}`,
      '--progress',
      'quiet',
    );
    const tree = mkdtempSync(join(folder, 'tree-'));
    execFileSync('tar', [
      '-xf',
      tar,
      '-C',
      tree,
      'boot/bin/hello',
      'etc/passwd',
      'etc/group',
      'etc/nsswitch.conf',
    ]);
    copyFileSync(join(tree, 'boot/bin/hello'), join(folder, `hello-${architecture}`));
    for (const name of readdirSync(join(tree, 'etc'))) {
      copyFileSync(join(tree, 'etc', name), join(folder, 'accounts', name));
    }
    rmSync(tree, { recursive: true });
  }
  writeFileSync(join(folder, 'Dockerfile'), DOCKERFILE);
}

function main(): void {
  const buildx = process.env.TEST_BUILDX;
  if (buildx === undefined) throw new Error('no TEST_BUILDX: eval "$(scripts/engine env)"');
  const folder = mkdtempSync(join(tmpdir(), 'bench-no-op-'));
  try {
    makeContext(folder);
    const output = '--output=type=image,name=127.0.0.1:5055/bench,oci-mediatypes=true';
    const options = [
      '--provenance=false',
      `--platform=${PLATFORMS.join(',')}`,
      output,
      '--progress=quiet',
    ];
    const reference = { command: [buildx, 'build', ...options, folder] as [string, ...string[]] };
    const build = ['build', '--progress', 'quiet'];
    sideBySide(
      'no-op build',
      [{ command: [process.execPath, MAIN, ...build], cwd: EXAMPLE }, reference],
      TURNS,
    );
    sideBySide(
      'no-op build of an assembly',
      [
        { command: [process.execPath, MAIN, ...build, '--app', 'synth.out'], cwd: EXAMPLE },
        reference,
      ],
      TURNS,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
