import { connect, createServer, type Socket } from 'node:net';

/** Where a proxy cuts a connection: after so many bytes in a direction. */
export interface Cut {
  readonly after: number;
  readonly direction: 'to daemon' | 'to client';
  /** `destroy` ends it at once, `end` in order, `stall` lets nothing through any more. @default destroy */
  readonly how?: 'destroy' | 'end' | 'stall';
}

/** A proxy between a client and a daemon, both on unix sockets. */
export interface CuttingProxy {
  readonly address: string;
  /** Bytes that went each way so far, over all connections. */
  readonly passed: Record<Cut['direction'], number>;
  close(): Promise<void>;
}

/** Passes bytes on until the cut. Every connection counts by itself. */
export async function startCuttingProxy(
  path: string,
  daemonAddress: string,
  cut?: Cut,
): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const passed = { 'to daemon': 0, 'to client': 0 };
  const server = createServer((client) => {
    const daemon = connect(daemonAddress.replace(/^unix:\/\//, ''));
    const both = [client, daemon];
    for (const socket of both) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => both.map((other) => other.destroy()));
    }
    const pass = (from: Socket, to: Socket, direction: Cut['direction']) => {
      let left = cut?.direction === direction ? cut.after : Number.POSITIVE_INFINITY;
      from.on('data', (chunk) => {
        const part = chunk.subarray(0, left);
        passed[direction] += part.length;
        left -= part.length;
        if (part.length > 0) to.write(part);
        if (left > 0 || part.length === chunk.length) return;
        if (cut?.how === 'stall') return;
        for (const socket of both) {
          if (cut?.how === 'end') socket.end();
          else socket.destroy();
        }
      });
    };
    pass(client, daemon, 'to daemon');
    pass(daemon, client, 'to client');
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    address: `unix://${path}`,
    passed,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
