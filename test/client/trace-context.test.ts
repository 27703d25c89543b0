import type { ServerUnaryCall } from '@grpc/grpc-js';
import { connect } from '../../lib/client';
import { CONTROL } from '../../lib/client/daemon/services';
import { type Done, infoMethod, PATHS, startFakeDaemon } from '../support/fake-daemon';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test.each([
  [TRACEPARENT, [TRACEPARENT]],
  [undefined, []],
  ['', []],
  ['00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01', []],
  [`${TRACEPARENT}\r\nx: y`, []],
])('the span %j reaches the daemon as %j', async (traceparent, expected) => {
  const told: unknown[] = [];
  const info = infoMethod('v0.32.2');
  const daemon = await startFakeDaemon({
    ...info,
    [PATHS.listWorkers]: (call: ServerUnaryCall<Buffer, Buffer>, done: Done) => {
      told.push(...call.metadata.get('traceparent'));
      done(null, Buffer.from(CONTROL.listWorkers.encodeResponse({})));
    },
  });
  try {
    const connection = await connect(daemon.address, { traceparent });
    await connection.workers();
    connection.close();
  } finally {
    daemon.close();
  }

  expect(told).toEqual(expected);
});
