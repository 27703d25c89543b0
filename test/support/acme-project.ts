import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type RunResult, runNode } from './installed-package';
import { type LoopbackServer, listenOnLoopback } from './loopback-server';
import { compile, type PackedPackage, pack, unpack } from './packed-package';

const EXAMPLE = resolve(__dirname, '../../examples/own-construct');
/** The artifact server that the example's app names. */
const SERVER = 'http://127.0.0.1:48119';

/** What the artifact server keeps of the component that the example asks for. */
export const BANNER = '*** Acme ***\n';

/** The package of `examples/own-construct`, compiled against the packed library and packed itself. */
export function packAcmeImages(packed: PackedPackage): string {
  const source = packed.folder('acme-source');
  for (const name of ['package.json', 'tsconfig.json', 'src']) {
    cpSync(join(EXAMPLE, name), join(source, name), { recursive: true });
  }
  packed.installIn(source);
  compile(source);
  return pack(source, packed.folder('acme-packed'));
}

/**
 * The app of the example, with both packages installed from their tarballs.
 *
 * @param server URL of an artifact server
 */
export function acmeProject(packed: PackedPackage, acmeImages: string, server: string): string {
  const project = packed.folder('acme-app');
  for (const name of ['app.ts', 'package.json', 'synth.lock.json', 'tsconfig.json']) {
    const text = readFileSync(join(EXAMPLE, 'app', name), 'utf8');
    writeFileSync(join(project, name), text.replaceAll(SERVER, server));
  }
  packed.installIn(project);
  unpack(acmeImages, project, 'acme-images');
  return project;
}

/** Runs the program `synth` that is installed in a project. */
export function acmeSynth(
  project: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunResult> {
  const program = join(project, 'node_modules/buildkit-cdk/dist/lib/cli/main.js');
  return runNode([program, ...args], project, { env });
}

/** An artifact server on loopback that has the component `banner`. */
export function serveComponents(): Promise<LoopbackServer> {
  const sha256 = createHash('sha256').update(BANNER).digest('hex');
  const file = 'banner-1.4.2.txt';
  const served: Readonly<Record<string, string>> = {
    '/components/banner/latest.json': JSON.stringify({ version: '1.4.2', file, sha256 }),
    [`/components/banner/${file}`]: BANNER,
  };
  return listenOnLoopback(({ url = '' }, response) => {
    const body = served[url];
    response.writeHead(body === undefined ? 404 : 200).end(body ?? 'nothing here\n');
  });
}
