import { BuildError } from '../errors';

/** Seconds that a daemon or a git server may give no sign of itself. */
const DEFAULT_SECONDS = 30;
/** Daemons check a session every five seconds: less silence than that is none. */
const [MIN_SECONDS, MAX_SECONDS] = [6, 86_400];

/**
 * Milliseconds that a connection may be silent before it is given up: `SYNTH_PATIENCE`, in seconds.
 * A step that runs long and writes nothing is not silent, as its daemon answers.
 *
 * @throws BuildError `E_ENVIRONMENT_FORMAT`
 */
export function patienceMs(env: Readonly<Record<string, string | undefined>>): number {
  const text = env.SYNTH_PATIENCE || String(DEFAULT_SECONDS);
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) return seconds * 1000;
  throw new BuildError('E_ENVIRONMENT_FORMAT', 'SYNTH_PATIENCE is no number of seconds', {
    got: JSON.stringify(text),
    expected: `a whole number of seconds from ${MIN_SECONDS} to ${MAX_SECONDS}`,
  });
}
