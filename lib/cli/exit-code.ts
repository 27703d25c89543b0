/** What the process of `synth` answers. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  /** A check found a difference. */
  differs: 3,
  interrupted: 130,
} as const;

/** One of the exit codes of `synth`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
