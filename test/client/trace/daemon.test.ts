import { InterceptingCall, type Interceptor } from '@grpc/grpc-js';
import { context, propagation, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { type ConnectOptions, connect } from '../../../lib/client';
import { grpcJs } from '../../../lib/client/grpc-js';
import { local, mkfile, scratch } from '../../../lib/llb';
import { AMD64 } from '../../support/client-builds';
import { describeWith } from '../../support/engine';
import { startTcpBuildkitd, type TcpBuildkitd } from '../../support/tcp-buildkitd';
import { TraceCollector } from '../../support/trace-collector';
import { TRANSPORTS } from '../../support/transports';

jest.setTimeout(60_000);

const SOLVE = 'moby.buildkit.v1.Control/Solve';
let counter = 0;
/** A span that no other test has. */
function freshSpan() {
  const number = (++counter).toString(16);
  const [traceId, spanId] = [number.padStart(32, '1'), number.padStart(16, '2')];
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-01` };
}

const hello = () =>
  scratch()
    .file(mkfile('/x', 0o644, `${Math.random()}`))
    .marshal({ platform: AMD64 });

describeWith(['buildkitd'], 'a buildkitd that exports traces', () => {
  const collector = new TraceCollector();
  let daemon: TcpBuildkitd;

  beforeAll(async () => {
    await collector.listen();
    daemon = await startTcpBuildkitd({
      name: 'traces',
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_BSP_SCHEDULE_DELAY: '100',
      },
    });
  });
  afterAll(async () => {
    await daemon.stop();
    await collector.close();
  });

  async function build(options: ConnectOptions, definition = hello()) {
    const connection = await connect(daemon.address, options);
    try {
      return await connection.build({ results: [{ platform: AMD64, definition }] });
    } finally {
      connection.close();
    }
  }

  test.each(TRANSPORTS)(
    'puts its own below the span that is given, over %s',
    async (_, transport) => {
      const { spanId, traceId, traceparent } = freshSpan();

      await build({ transport, traceparent, tracestate: 'vendor=said' });

      expect(
        await collector.find((span) => span.traceId === traceId && span.name === SOLVE),
      ).toMatchObject({ parentSpanId: spanId, traceState: 'vendor=said' });
    },
  );

  test('puts its own below the span that an interceptor of grpc-js gives a call', async () => {
    const { spanId, traceId, traceparent } = freshSpan();
    const traced: Interceptor = (options, next) =>
      new InterceptingCall(next(options), {
        start(metadata, listener, start) {
          metadata.set('traceparent', traceparent);
          start(metadata, listener);
        },
      });

    await build({ transport: grpcJs({ interceptors: [traced] }), ...freshSpan() });

    const solve = await collector.find((span) => span.traceId === traceId && span.name === SOLVE);
    expect(solve.parentSpanId).toBe(spanId);
  });

  describe('and a program with an SDK of OpenTelemetry', () => {
    const exporter = new InMemorySpanExporter();
    beforeAll(() => {
      new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
    });
    afterEach(() => exporter.reset());
    afterAll(() => {
      trace.disable();
      context.disable();
      propagation.disable();
    });

    test.each(TRANSPORTS)(
      'share a trace: program, build, daemon, over %s',
      async (_, transport) => {
        const { traceparent } = freshSpan();
        const own = await trace.getTracer('test').startActiveSpan('the program', async (span) => {
          await build({ transport, traceparent });
          span.end();
          return span.spanContext();
        });

        const [told] = exporter.getFinishedSpans();
        expect(told).toMatchObject({
          name: 'BuildKit build',
          attributes: { 'server.address': daemon.address },
          parentSpanContext: { spanId: own.spanId },
        });
        const solve = await collector.find(
          (span) => span.traceId === own.traceId && span.name === SOLVE,
        );
        expect(solve.parentSpanId).toBe(told?.spanContext().spanId);
      },
    );

    test('have the span of a build below the given one, where no other is active', async () => {
      const { spanId, traceId, traceparent } = freshSpan();

      await build({ traceparent });

      expect(exporter.getFinishedSpans()).toMatchObject([
        { name: 'BuildKit build', parentSpanContext: { spanId, traceId } },
      ]);
    });

    test('are told of a build that failed, with the reason', async () => {
      const missing = local('missing').marshal({ platform: AMD64, localUniqueId: 'x' });

      await expect(build({}, missing)).rejects.toMatchObject({ code: 'E_SOLVE' });

      expect(exporter.getFinishedSpans()).toMatchObject([
        { status: { code: 2, message: expect.stringContaining('no local sources enabled') } },
      ]);
    });
  });
});
