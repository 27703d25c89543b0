import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type StartTransport } from '../../lib/client';
import { grpcJs } from '../../lib/client/grpc-js';
import { BuildError } from '../../lib/errors';
import { local } from '../../lib/llb';
import { type Cut, startCuttingProxy } from '../support/cutting-proxy';
import { describeWith } from '../support/engine';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('lost');
const source = join(folder, 'source');
const AMD64 = { os: 'linux', architecture: 'amd64' };
const ONE_OF_THESE = ['E_DAEMON_LOST', 'E_DAEMON_PROTOCOL', 'E_DAEMON_UNREACHABLE'];
let counter = 0;

beforeAll(() => {
  mkdirSync(source);
  for (let index = 0; index < 20; index++) {
    writeFileSync(join(source, `file-${index}`), Buffer.alloc(20_000, index));
  }
});

/** A build that sends files and receives a file, through a proxy that cuts the connection. */
async function buildThrough(address: string, transport?: StartTransport, cut?: Cut) {
  const number = counter++;
  const proxy = await startCuttingProxy(join(folder, `p${number}.sock`), address, cut);
  const output = join(folder, `out-${number}.tar`);
  try {
    const connection = await connect(proxy.address, { timeoutMs: 5_000, transport });
    try {
      const hint = `${process.pid}-${number}`; // each build sends all files
      const state = local('src', { sharedKeyHint: hint });
      const definition = state.marshal({ platform: AMD64, localUniqueId: hint });
      await connection.build({
        results: [{ platform: AMD64, definition }],
        exporters: [{ type: 'oci', attrs: {}, output }],
        locals: { src: source },
      });
    } finally {
      connection.close();
    }
    return { error: undefined, output, passed: proxy.passed };
  } catch (error) {
    return { error, output, passed: proxy.passed };
  } finally {
    await proxy.close();
  }
}

describe.each([
  ['engine', undefined],
  ['buildkitd', undefined],
  ['buildkitd', 'over grpc-js'],
] as const)('a connection to the %s %s', (service, over) => {
  describeWith([service], `${service} behind a proxy`, (services) => {
    const transport = over && grpcJs();
    const { address } = Object.values(services)[0] ?? { address: '' };

    test('works through the proxy as long as nothing is cut', async () => {
      const { error, output } = await buildThrough(address, transport);

      expect(error).toBeUndefined();
      expect(existsSync(output)).toBe(true);
    });

    test.each(['to daemon', 'to client'] as const)(
      'fails in order wherever it breaks on the way %s, and leaves no file',
      async (direction) => {
        const { passed } = await buildThrough(address, transport);
        const total = passed[direction];
        const places = [0, 1, 10, 30, 100, 400, 1_000, 5_000, 0.1, 0.3, 0.5, 0.7, 0.9];

        for (const place of places) {
          const after = Math.floor(place > 0 && place < 1 ? place * total : place);
          const how = after % 2 === 0 ? 'destroy' : 'end';
          const { error, output } = await buildThrough(address, transport, {
            after,
            direction,
            how,
          });

          expect({ after, code: error instanceof BuildError ? error.code : error }).toEqual({
            after,
            code: expect.stringMatching(new RegExp(ONE_OF_THESE.join('|'))),
          });
          expect(existsSync(output)).toBe(false);
        }
        expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      },
      60_000,
    );

    test('fails with the loss of the connection, in words that a user understands', async () => {
      const { error } = await buildThrough(address, transport, {
        after: 40_000,
        direction: 'to daemon',
      });

      expect(error).toMatchObject({ code: 'E_DAEMON_LOST' });
      expect(String(error)).toMatch(/connection to the daemon at unix:.* was lost/);
    });
  });
});
