import type { FetchContext } from '../../../fetch/fetch-context';
import type { TrustedKeys } from './trusted-keys';

/** What the parts of a dated archive are read with. */
export interface ArchiveContext extends FetchContext {
  readonly keys: TrustedKeys;
}
