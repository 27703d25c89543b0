import type { BuildRequest, Connection, ResultFiles } from '../../../lib/client';

/** A build that has made its result, and waits. */
export interface HeldBuild {
  readonly files: ResultFiles;
  /** Lets the build end, and waits for it. */
  end(): Promise<void>;
}

/**
 * Builds one result, and holds the build as long as its files are read.
 *
 * @throws what the build fails with
 */
export function holdBuild(connection: Connection, request: BuildRequest): Promise<HeldBuild> {
  return new Promise((done, fail) => {
    const onFiles = ([files]: readonly ResultFiles[]): Promise<void> =>
      new Promise((release) => {
        if (files === undefined) return release();
        done({
          files,
          end: async () => {
            release();
            await build;
          },
        });
      });
    const build = connection.build(request, { onFiles });
    // Also after it is held: what is lost then is told by whoever reads or ends it.
    build.catch(fail);
  });
}
