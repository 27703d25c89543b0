const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
/** Printable ASCII: its grammar is for those who read it. */
const TRACESTATE = /^[\x20-\x7e]{1,512}$/;

/** A span of whoever calls, as W3C Trace Context writes it down. */
export interface TraceContext {
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/** The header fields that tell of a span; none where it is malformed. */
export function traceFields({
  traceparent = '',
  tracestate = '',
}: TraceContext): Readonly<Record<string, string>> {
  if (!TRACEPARENT.test(traceparent)) return {};
  return TRACESTATE.test(tracestate) ? { traceparent, tracestate } : { traceparent };
}
