/** One row of the error table: what the code means and how it is mended. */
export interface ErrorCodeEntry {
  readonly meaning: string;
  readonly remedy: string;
}

const table = <T extends Record<string, ErrorCodeEntry>>(entries: T): T => entries;

/** Every error code of the library, by layer. `docs/errors.md` is generated from this table. */
export const ERROR_CODES = table({
  // llb

  // client

  // debian

  // lock

  // assembly
  E_LOCK_MISSING: {
    meaning: 'the lock has no entry for something that the app asks for',
    remedy: 'run "synth lock" and commit synth.lock.json',
  },
  E_LOCK_FORMAT: {
    meaning: 'synth.lock.json cannot be read: it is no JSON, lacks a field, or has a newer version',
    remedy: 'restore the committed file, or update buildkit-cdk',
  },
  E_ASSEMBLY_FORMAT: {
    meaning: 'synth.out cannot be read: it is no assembly, or a newer version wrote it',
    remedy: 'run "synth" again, with the version of buildkit-cdk that builds',
  },

  // constructs

  // cli
});

/** A stable name of one kind of error, e.g. `E_LOCK_MISSING`. */
export type ErrorCode = keyof typeof ERROR_CODES;
