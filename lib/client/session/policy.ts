import { SESSION } from '../daemon/services';
import { type Handlers, unaryHandler } from '../rpc/server';

/** A source that a daemon is about to look up or fetch. */
export interface AskedSource {
  /** `docker-image://…`, `https://…`, `git://…`, `local://…`, as the daemon writes it. */
  readonly identifier: string;
  /** Attributes of the source, by BuildKit's names. */
  readonly attrs: Readonly<Record<string, string>>;
}

/** Whether a daemon may have a source: undefined if so, else why not. */
export type SourceCheck = (source: AskedSource) => string | undefined | Promise<string | undefined>;

const [ALLOW, DENY] = [0, 1];

/** Answers the daemon, which asks for each source of each graph that it is given. */
export function policyHandlers(check: SourceCheck): Handlers {
  return unaryHandler(SESSION.checkPolicy, async ({ source }) => {
    const { attrs, identifier } = source?.source ?? {};
    const reason = await check({ identifier: identifier ?? '', attrs: attrs ?? {} });
    return {
      decision:
        reason === undefined
          ? { action: ALLOW }
          : { action: DENY, denyMessages: [{ message: reason }] },
    };
  });
}
