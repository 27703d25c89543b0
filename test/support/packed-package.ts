import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { temporaryFolder } from './temporary-folder';

const ROOT = resolve(__dirname, '../..');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/**
 * This package as npm packs it: the very tarball that is published, made of the sources as they are,
 * with its declarations. To run the program alone, an `InstalledPackage` is made sooner.
 */
export class PackedPackage {
  readonly #folder = temporaryFolder('packed');
  readonly #tarball: string;

  constructor() {
    const stage = join(this.#folder, 'stage');
    const dist = join(stage, 'dist');
    const isShipped = (path: string) => /\.(sh|pl|py|asc)$|\/[^.]*$/.test(path);
    cpSync(join(ROOT, 'lib'), join(stage, 'lib'), { recursive: true, filter: isShipped });
    for (const file of ['package.json', 'LICENSE', 'README.md', 'CHANGELOG.md', 'examples/new']) {
      cpSync(join(ROOT, file), join(stage, file), { recursive: true });
    }
    node(ROOT, TSC, '-p', 'tsconfig.build.json', '--outDir', dist);
    node(ROOT, 'scripts/bundle.mjs', dist);
    this.#tarball = pack(stage, this.#folder);
  }

  /** A fresh folder. */
  folder(name: string): string {
    return mkdtempSync(join(this.#folder, `${name}-`));
  }

  /** Installs the tarball in a project, with links to what it depends on and to compiler and tsx. */
  installIn(project: string): void {
    unpack(this.#tarball, project, 'buildkit-cdk');
    for (const name of [
      'constructs',
      'openpgp',
      'packageurl-js',
      'protobufjs',
      'xz-decompress',
      '@types/node',
      'undici-types',
      'tsx',
    ]) {
      const link = join(project, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), link);
    }
  }

  /** Installs the tarball once more, for another package of the project alone. */
  installCopyFor(name: string, project: string): void {
    unpack(this.#tarball, join(project, 'node_modules', name), 'buildkit-cdk');
  }
}

/** Packs a package with npm; gives the path of its tarball. */
export function pack(folder: string, into: string): string {
  // Nothing is asked of any registry.
  const args = ['pack', '--ignore-scripts', '--offline', '--silent', '--pack-destination', into];
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const name = readdirSync(into).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error(`npm has packed nothing of ${folder}`);
  return join(into, name);
}

/** Unpacks a tarball of npm as a package of a project. */
export function unpack(tarball: string, project: string, name: string): void {
  const target = join(project, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
}

/** Compiles a project; a fault is thrown with what the compiler says. */
export function compile(project: string): void {
  node(project, TSC, '-p', project);
}

function node(folder: string, ...args: readonly string[]): void {
  try {
    execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stderr, stdout } = error as { readonly stderr?: string; readonly stdout?: string };
    throw new Error(`${args.join(' ')} fails:\n${stdout}${stderr}`);
  }
}
