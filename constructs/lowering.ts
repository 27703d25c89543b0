import type { LockFile } from '../lib/assembly/lock-file';
import type { DebianFile } from '../lib/assembly/manifest';
import type { DebianArchitecture } from '../lib/debian/architecture';

/** What lowering knows beside the tree, and what it finds out for `manifest.json`. */
export class Lowering {
  readonly lock: LockFile;
  /** Architecture of the platform that execs run on. */
  readonly build: DebianArchitecture;
  /** Files of dated Debian archives, by canonical URL. */
  readonly debianFiles = new Map<string, DebianFile>();
  /** Local source of each unpacker: canonical URL of the .deb that holds it. */
  readonly unpackers = new Map<string, string>();
  private readonly made = new Map<string, unknown>();

  constructor(lock: LockFile, build: DebianArchitecture) {
    this.lock = lock;
    this.build = build;
  }

  /** What the first call with this key made, so that what is used twice is one chain of vertices. */
  once<T>(key: string, make: () => T): T {
    if (!this.made.has(key)) this.made.set(key, make());
    return this.made.get(key) as T;
  }
}
