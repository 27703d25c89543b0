import type { ServerUnaryCall } from '@grpc/grpc-js';
import { type ConnectOptions, connect } from '../../../lib/client';
import { CONTROL } from '../../../lib/client/daemon/services';
import { type Done, infoMethod, PATHS, startFakeDaemon } from '../../support/fake-daemon';
import { TRANSPORTS } from '../../support/transports';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const TRACESTATE = 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE';
const NEITHER = { traceparent: [], tracestate: [] };

/** The header fields of a trace that a daemon gets. */
async function toldWith(options: ConnectOptions) {
  const told: Record<string, unknown> = {};
  const daemon = await startFakeDaemon({
    ...infoMethod('v0.32.2'),
    [PATHS.listWorkers]: ({ metadata }: ServerUnaryCall<Buffer, Buffer>, done: Done) => {
      for (const name of ['traceparent', 'tracestate']) told[name] = metadata.get(name);
      done(null, Buffer.from(CONTROL.listWorkers.encodeResponse({})));
    },
  });
  try {
    const connection = await connect(daemon.address, options);
    await connection.workers();
    connection.close();
  } finally {
    daemon.close();
  }
  return told;
}

describe.each(TRANSPORTS)('over %s', (_, transport) => {
  test('the span that is given reaches the daemon, with what tracing systems say of it', async () => {
    expect(await toldWith({ transport, traceparent: TRACEPARENT, tracestate: TRACESTATE })).toEqual(
      {
        traceparent: [TRACEPARENT],
        tracestate: [TRACESTATE],
      },
    );
  });

  test.each([
    undefined,
    '',
    '00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01',
    `${TRACEPARENT}\r\nx: y`,
  ])('the span %j, which is none, is not sent, nor what is said of it', async (traceparent) => {
    expect(await toldWith({ transport, traceparent, tracestate: TRACESTATE })).toEqual(NEITHER);
  });

  test.each(['', 'a=b\r\nx: y', 'ä=1', 'x'.repeat(513)])(
    'a state of %j is not sent, and the span is',
    async (tracestate) => {
      expect(await toldWith({ transport, traceparent: TRACEPARENT, tracestate })).toEqual({
        ...NEITHER,
        traceparent: [TRACEPARENT],
      });
    },
  );
});
