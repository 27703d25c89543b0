import nodeModule, { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { Script } from 'node:vm';
import { replaceFile } from '../../files/write-file';
import { packageFolder } from '../../package';
import { fingerprint, type KeptCode, packCode, unpackCode } from './code-pack';
import { isPrivateFolder, makePrivateFolder, readPrivateFile } from './private-place';

/** What Node's loader of CommonJS calls with the text of each module; no part of its types. */
interface ModuleLoader {
  _compile(this: NodeJS.Module, content: string, filename: string, format?: string): unknown;
}

/** What Node puts before the text of a module, on its first line. */
const WRAPPER_START = nodeModule.wrap('\n').indexOf('\n');
// Code that comes from the cache cannot import: V8 does not keep who asks. A quote is no code.
const DYNAMIC_IMPORT = /(?<![\w$."'`])import\s*[(/]/;
const PLACE_ID_LENGTH = 16;
const OWN_CODE = join(packageFolder(), 'dist', sep);

/**
 * The compiled code of packages, ours and those that we load, kept between runs: V8 compiles a
 * function when it is first called, so what a run keeps at its end is the code of what it called.
 *
 * For Node 20, whose `module` has no `enableCompileCache` yet.
 */
export class CodeCache {
  readonly #file: string;
  readonly #kept: Map<string, KeptCode>;
  readonly #compiled = new Map<string, { readonly source: string; readonly script: Script }>();

  /**
   * @param folder need not exist; one that cannot be written, or that others may write, keeps nothing
   * @param program whose code it is: each has a file of its own, for each place that this package is at
   */
  constructor(folder: string, program: string) {
    this.#file = join(
      folder,
      `${program}-${placeId(packageFolder())}-${process.version}-${process.arch}`,
    );
    this.#kept = readPack(this.#file);
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
    const source = fingerprint(content);
    const kept = this.#kept.get(filename);
    const cachedData = kept?.source === source ? kept.code : undefined;
    if (cachedData === undefined && !isCacheable(content, filename)) return undefined;
    try {
      const script = new Script(nodeModule.wrap(content.replace(/^#!.*/, '')), {
        filename,
        columnOffset: -WRAPPER_START,
        ...(cachedData === undefined ? {} : { cachedData }),
      });
      if (script.cachedDataRejected !== false) this.#compiled.set(filename, { source, script });
      return script;
    } catch {
      return undefined; // Node tells best what is wrong with it
    }
  }

  #keep(): void {
    if (this.#compiled.size === 0) return;
    for (const [filename, { source, script }] of this.#compiled) {
      this.#kept.set(filename, { source, code: script.createCachedData() });
    }
    try {
      if (!makePrivateFolder(dirname(this.#file))) return;
      replaceFile(this.#file, packCode(this.#kept), { mode: 0o600 });
    } catch {
      // The next run compiles again.
    }
  }
}

/** Tells places of this package apart, in a file's name. */
const placeId = (path: string): string =>
  fingerprint(path).replaceAll(/\W/g, '').slice(0, PLACE_ID_LENGTH);

function isCacheable(content: string, filename: string): boolean {
  const isOfPackage =
    filename.includes(`${sep}node_modules${sep}`) || filename.startsWith(OWN_CODE);
  return isOfPackage && !DYNAMIC_IMPORT.test(content);
}

function readPack(file: string): Map<string, KeptCode> {
  try {
    if (!isPrivateFolder(dirname(file))) return new Map();
    return unpackCode(readPrivateFile(file));
  } catch {
    return new Map(); // there is none yet, it is damaged, or others may have written it
  }
}
