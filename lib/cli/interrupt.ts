import { EXIT } from './exit-code';

/** Why work was stopped. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('interrupted');
  }
}

/** Whether an error says that work was stopped: by our signal, or as the app heard of Ctrl-C first. */
export function isInterruption(error: unknown): boolean {
  return error instanceof Interrupted || (error instanceof Error && error.name === 'AbortError');
}

/**
 * Makes the first Ctrl-C (or SIGTERM) abort the signal, so that work ends cleanly, and the second
 * end the process.
 *
 * @param onFirst told at the first, before the signal is aborted
 */
export function listenForInterrupt(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    onFirst();
    controller.abort(new Interrupted());
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller.signal;
}
