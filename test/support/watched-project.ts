import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { typescriptProject } from './hello-project';
import type { InstalledPackage, RunOptions, RunResult } from './installed-package';

/** How a run ended, and what it left behind. */
export interface WatchedRun extends RunResult {
  /** Files of the project that are new, other or gone, as `+`, `*` or `-` and the path. */
  readonly changes: readonly string[];
  /** Files left in the folder for temporary files, and unfinished ones in the cache. */
  readonly leftovers: readonly string[];
}

/** A project of which every run says what it changed. */
export class WatchedProject {
  readonly folder: string;
  readonly #installed: InstalledPackage;
  readonly #home: string;

  /** @param home an existing folder: for the cache, and for temporary files */
  constructor(installed: InstalledPackage, files: Readonly<Record<string, string>>, home: string) {
    this.#installed = installed;
    this.#home = mkdtempSync(join(home, 'home-'));
    this.folder = typescriptProject(installed, files);
  }

  /** Folder of what it has fetched. */
  get cache(): string {
    return join(this.#home, 'cache');
  }

  file(path: string): string {
    return join(this.folder, path);
  }

  text(path: string): string {
    return readFileSync(this.file(path), 'utf8');
  }

  /** Runs `synth`, with a cache of the project's own. */
  async synth(args: readonly string[], options: RunOptions = {}): Promise<WatchedRun> {
    const temporary = mkdtempSync(join(this.#home, 'tmp-'));
    const { cache } = this;
    mkdirSync(cache, { recursive: true });
    const before = this.#files();
    const result = await this.#installed.synth(this.folder, args, {
      ...options,
      env: { HOME: this.#home, TMPDIR: temporary, XDG_CACHE_HOME: cache, ...options.env },
    });
    return {
      ...result,
      changes: differences(before, this.#files()),
      leftovers: [
        // The runner of TypeScript keeps a cache of its own there.
        ...readdirSync(temporary).filter((name) => !name.startsWith('tsx-')),
        ...listFiles(cache).filter((name) => /\.tmp\b|\.part/.test(name)),
      ],
    };
  }

  #files(): Map<string, string> {
    const names = listFiles(this.folder).filter((name) => !name.startsWith('node_modules/'));
    return new Map(names.map((name) => [name, hashOf(join(this.folder, name))]));
  }
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    if (before.get(name) === after.get(name)) return [];
    return `${!before.has(name) ? '+' : after.has(name) ? '*' : '-'} ${name}`;
  });
}
