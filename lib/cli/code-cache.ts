import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { Script } from 'node:vm';
import { packageFolder } from '../package';

/** What Node's loader of CommonJS calls with the text of each module; no part of its types. */
interface ModuleLoader {
  _compile(this: NodeJS.Module, content: string, filename: string, format?: string): unknown;
}

/** What Node puts before the text of a module, on its first line. */
const WRAPPER_START = nodeModule.wrap('\n').indexOf('\n');
// Code that comes from the cache cannot import: V8 does not keep who asks. A quote is no code.
const DYNAMIC_IMPORT = /(?<![\w$."'`])import\s*[(/]/;
const HASH_LENGTH = 32;
const OWN_CODE = join(packageFolder(), 'dist', sep);

/**
 * The compiled code of packages, ours and those that we load, kept between runs: V8 compiles a
 * function when it is first called, so what a run keeps at its end is the code of what it called. A
 * file for each module, with the hash of its source before the code; another source takes its place.
 *
 * For Node 20, whose `module` has no `enableCompileCache` yet.
 */
export class CodeCache {
  readonly #folder: string;
  readonly #compiled = new Map<string, { readonly hash: Buffer; readonly script: Script }>();

  /** @param folder need not exist; one that cannot be written keeps nothing */
  constructor(folder: string) {
    this.#folder = join(folder, `${process.version}-${process.arch}`);
  }

  /** From now on, modules of packages are compiled by way of this cache. */
  install(): void {
    const loader = nodeModule.prototype as unknown as ModuleLoader;
    const compile = loader._compile;
    const makeScript = (content: string, filename: string) => this.#makeScript(content, filename);
    loader._compile = function (content, filename, format) {
      const script = format === 'module' ? undefined : makeScript(content, filename);
      if (script === undefined) return compile.call(this, content, filename, format);
      const run = script.runInThisContext();
      const parameters = [createRequire(filename), this, filename, dirname(filename)];
      return run.call(this.exports, this.exports, ...parameters);
    };
    process.once('exit', () => this.#keep());
  }

  /** Undefined for what is left to Node. */
  #makeScript(content: string, filename: string): Script | undefined {
    if (!isOfPackage(filename) || DYNAMIC_IMPORT.test(content)) return undefined;
    const hash = createHash('sha256').update(content).digest();
    const path = this.#path(filename);
    const cachedData = readCode(path, hash);
    try {
      const script = new Script(nodeModule.wrap(content.replace(/^#!.*/, '')), {
        filename,
        columnOffset: -WRAPPER_START,
        ...(cachedData === undefined ? {} : { cachedData }),
      });
      if (script.cachedDataRejected !== false) this.#compiled.set(path, { hash, script });
      return script;
    } catch {
      return undefined; // Node tells best what is wrong with it
    }
  }

  #keep(): void {
    try {
      if (this.#compiled.size > 0) mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      for (const [path, { hash, script }] of this.#compiled) {
        const temporary = `${path}.${process.pid}`;
        writeFileSync(temporary, Buffer.concat([hash, script.createCachedData()]));
        renameSync(temporary, path);
      }
    } catch {
      // The next run compiles again.
    }
  }

  #path(filename: string): string {
    return join(this.#folder, createHash('sha256').update(filename).digest('hex'));
  }
}

function isOfPackage(filename: string): boolean {
  return filename.includes(`${sep}node_modules${sep}`) || filename.startsWith(OWN_CODE);
}

function readCode(path: string, hash: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(path);
    return kept.subarray(0, HASH_LENGTH).equals(hash) ? kept.subarray(HASH_LENGTH) : undefined;
  } catch {
    return undefined;
  }
}
