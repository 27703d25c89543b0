import type { Attributes, Context } from '@opentelemetry/api';
import { type TraceContext, traceFields } from './context';

type OpenTelemetry = typeof import('@opentelemetry/api');

/** Where the API of OpenTelemetry keeps what a program has registered, in all its versions 1. */
const REGISTRY = Symbol.for('opentelemetry.js.api.1');

/** Passes traces on: tells the daemon of the span that calls are part of, and has spans of its own. */
export interface Tracing {
  /** Header fields for a call that is made now. */
  fields(): Readonly<Record<string, string>>;
  /** Does work within a span, which fails as the work does. */
  span<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T>;
}

/**
 * Spans by OpenTelemetry where the program has registered an SDK, which brings the API along. Else
 * nothing is loaded, and calls tell of the span that was given.
 */
export async function openTracing(given: TraceContext): Promise<Tracing> {
  const fields = traceFields(given);
  if (REGISTRY in globalThis) {
    const api = await import('@opentelemetry/api').catch(() => undefined);
    if (api !== undefined) return new SdkTracing(api, fields);
  }
  return { fields: () => fields, span: (_name, _attributes, work) => work() };
}

class SdkTracing implements Tracing {
  private readonly api: OpenTelemetry;
  private readonly given: Readonly<Record<string, string>>;

  constructor(api: OpenTelemetry, given: Readonly<Record<string, string>>) {
    this.api = api;
    this.given = given;
  }

  fields(): Readonly<Record<string, string>> {
    const { context, propagation, trace } = this.api;
    const active = context.active();
    if (trace.getSpan(active) === undefined) return this.given;
    const fields: Record<string, string> = {};
    propagation.inject(active, fields);
    return fields;
  }

  span<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
    const { SpanStatusCode, trace } = this.api;
    const tracer = trace.getTracer('buildkit-cdk');
    return tracer.startActiveSpan(name, { attributes }, this.parent(), async (span) => {
      try {
        return await work();
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        span.recordException({ name: 'Error', message });
        span.setStatus({ code: SpanStatusCode.ERROR, message });
        throw error;
      } finally {
        span.end();
      }
    });
  }

  /** The span that is active, else the one that was given. */
  private parent(): Context {
    const { context, propagation, trace } = this.api;
    const active = context.active();
    return trace.getSpan(active) === undefined ? propagation.extract(active, this.given) : active;
  }
}
