import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { copyModules } from './copied-modules';
import { letEveryoneRead } from './other-user';
import { temporaryFolder } from './temporary-folder';

const ROOT = resolve(__dirname, '../..');
const PROGRAMS = ['probe', 'start', 'test'].map((name) => `constructs/image/${name}`);

/**
 * This package as a user has it: compiled, in a folder of its own, with its dependencies. Built from
 * the sources as they are, so that a test runs the real program and not what was compiled last.
 */
export class InstalledPackage {
  readonly folder: string;
  readonly #projects = temporaryFolder('projects');

  /**
   * @param forEveryone other users run it too: it then holds its dependencies, and links nothing of the
   *   checkout, which may lie in a folder that they cannot enter
   */
  constructor({ forEveryone = false }: { readonly forEveryone?: boolean } = {}) {
    this.folder = temporaryFolder('package');
    cpSync(join(ROOT, 'package.json'), join(this.folder, 'package.json'));
    const modules = join(this.folder, 'node_modules');
    if (forEveryone) copyModules(runtimeModules(), join(ROOT, 'node_modules'), modules);
    else symlinkSync(join(ROOT, 'node_modules'), modules);
    execFileSync(process.execPath, [join(ROOT, 'scripts/bundle.mjs'), join(this.folder, 'dist')]);
    const isShipped = (path: string) => /\.(sh|pl|py|asc)$|\/[^.]*$/.test(path);
    cpSync(join(ROOT, 'lib'), join(this.folder, 'lib'), { recursive: true, filter: isShipped });
    for (const program of PROGRAMS) {
      cpSync(join(ROOT, program), join(this.folder, program), { recursive: true });
    }
    if (!forEveryone) return;
    for (const folder of [this.folder, this.#projects]) letEveryoneRead(folder);
  }

  /** Absolute path of a compiled file: `lib/cli/main.js`. */
  file(path: string): string {
    return join(this.folder, 'dist', path);
  }

  /** Makes a project that depends on this package, with the files given. */
  project(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(this.#projects, 'project-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(this.folder, join(folder, 'node_modules/buildkit-cdk'));
    writeFiles(folder, files);
    return folder;
  }

  /** Runs `synth` in a folder, to its end. */
  synth(folder: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return runNode([this.file('lib/cli/main.js'), ...args], folder, options);
  }
}

/** What the package loads, and the runner of TypeScript that a project may have. */
function runtimeModules(): string[] {
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'peerDependencies', Record<string, string>>;
  return Object.keys({ ...dependencies, ...peerDependencies });
}

export interface RunOptions {
  /** Variables beside a bare environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Close the reading end of its stdout at once. */
  readonly closeStdout?: boolean;
  /** A program that runs Node, with its arguments: `['setpriv', '--reuid', '65534']`. */
  readonly under?: readonly string[];
  /** Called with the running process, to send it signals. */
  readonly onStart?: (process: RunningProcess) => void;
}

/** A process that has not ended yet. */
export interface RunningProcess {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** What it wrote to stderr so far. */
  stderr(): string;
}

export interface RunResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** For `onStart`: sends Ctrl-C once a text stands on stderr, if it ever does. */
export function interruptAt(text: string): (process: RunningProcess) => void {
  return ({ kill, stderr }) => {
    const timer = setInterval(() => {
      if (!stderr().includes(text)) return;
      clearInterval(timer);
      kill('SIGINT');
    }, 10);
    timer.unref();
  };
}

/** Writes files below a folder, making folders as needed. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Runs Node to its end, without any variable that would change what it does. */
export function runNode(
  args: readonly string[],
  folder: string,
  { env = {}, closeStdout = false, under = [], onStart }: RunOptions = {},
): Promise<RunResult> {
  return new Promise((done, fail) => {
    const [program = process.execPath, ...rest] = [...under, process.execPath, ...args];
    const child = spawn(program, rest, {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
    if (closeStdout) child.stdout.destroy();
    onStart?.({
      pid: child.pid ?? 0,
      kill: (signal) => child.kill(signal),
      stderr: () => stderr,
    });
  });
}
