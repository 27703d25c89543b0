/** How `Testing.build` builds. */
export interface BuildImageOptions {
  /**
   * `linux/arm64`.
   *
   * @default - the one platform of the image; it must be said where there are several
   */
  readonly platform?: string;
  /**
   * Path of the lock.
   *
   * @default 'synth.lock.json'
   */
  readonly lock?: string;
  /**
   * Address of the daemon, as `--addr` has it.
   *
   * @default - that of BUILDKIT_HOST or DOCKER_HOST, or the first usual socket that there is
   */
  readonly address?: string;
  /**
   * Folder that folders of the app, and `synth.environment.json`, are looked for in.
   *
   * @default - the working folder
   */
  readonly folder?: string;
}
