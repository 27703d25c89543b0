import type { Writable } from 'node:stream';

/** An app, and how its process is run. */
export interface AppOptions {
  /**
   * File of the app (`.ts` or `.js`), a command line that runs it, or the folder of an assembly, for
   * which nothing is run.
   *
   * @default - "app" of synth.json or of "synth" in package.json, else app.ts or app.js
   */
  readonly app?: string | undefined;
  /**
   * Folder that the assembly is written to.
   *
   * @default - "output" of synth.json or of "synth" in package.json, else 'synth.out'
   */
  readonly out?: string | undefined;
  /**
   * File of the lock.
   *
   * @default - "lock" of synth.json or of "synth" in package.json, else `synth.lock.json` beside the app
   */
  readonly lock?: string | undefined;
  /** Folder that the app runs in; the other paths are relative to it. @default process.cwd() */
  readonly cwd?: string | undefined;
  /** Variables of the app's process. @default process.env */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /**
   * Takes what the app prints, on stdout and stderr alike. It is not ended.
   *
   * @default - the stderr of this process, and the app may read its stdin
   */
  readonly output?: Writable | undefined;
}
