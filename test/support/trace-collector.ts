import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'protobufjs';

/** What of a span is looked at. @see opentelemetry-proto trace/v1/trace.proto */
const PROTO = `
  syntax = "proto3";
  message Export { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { repeated ScopeSpans scope_spans = 2; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    string trace_state = 3;
    bytes parent_span_id = 4;
    string name = 5;
  }
`;
const MESSAGE = parse(PROTO).root.lookupType('Export');

/** A span that arrived; ids are hex. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
}

/** Takes what exporters of OTLP send over HTTP, on a port of loopback. */
export class TraceCollector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  endpoint = '';
  readonly spans: CollectedSpan[] = [];
  readonly #server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    this.#collect(Buffer.concat(chunks));
    response.setHeader('content-type', 'application/x-protobuf').end();
  });

  async listen(): Promise<void> {
    this.#server.keepAliveTimeout = 0; // an exporter drops what it sends at that very moment
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    this.endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  /** The first span that is looked for, once it has arrived. */
  async find(isIt: (span: CollectedSpan) => boolean): Promise<CollectedSpan> {
    while (this.#server.listening) {
      const found = this.spans.find(isIt);
      if (found !== undefined) return found;
      await sleep(50);
    }
    throw new Error(`it did not arrive: ${JSON.stringify(this.spans)}`);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #collect(body: Buffer): void {
    const message = MESSAGE.toObject(MESSAGE.decode(body), { bytes: Array, arrays: true });
    const hex = (bytes: number[] = []) => Buffer.from(bytes).toString('hex');
    for (const { scopeSpans } of message.resourceSpans) {
      for (const span of scopeSpans.flatMap(({ spans }: { spans: unknown[] }) => spans)) {
        this.spans.push({
          traceId: hex(span.traceId),
          spanId: hex(span.spanId),
          parentSpanId: hex(span.parentSpanId),
          traceState: span.traceState ?? '',
          name: span.name,
        });
      }
    }
  }
}
