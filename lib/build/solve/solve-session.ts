import type { BuildOptions, BuildRequest } from '../../client';

/** What is served to every solve of a run. */
export interface SolveSession
  extends Pick<BuildRequest, 'secrets' | 'ssh'>,
    Pick<BuildOptions, 'credentials' | 'onFailure' | 'onMessage'> {
  readonly signal: AbortSignal;
}
