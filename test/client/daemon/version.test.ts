import fc from 'fast-check';
import { callError, connectionLost } from '../../../lib/client/daemon/error';
import {
  CONTENT,
  CONTROL,
  FILE_SYNC_PATH,
  GATEWAY,
  SESSION,
} from '../../../lib/client/daemon/services';
import { MINIMUM_VERSION, requireSupported } from '../../../lib/client/daemon/version';
import { RPC, RpcError } from '../../../lib/client/rpc/rpc-error';
import { BuildError } from '../../../lib/errors';

const isRefused = (version: string, engineVersion?: string): boolean => {
  try {
    requireSupported({ version, engineVersion }, 'here');
    return false;
  } catch (error) {
    if (!BuildError.is(error)) throw error;
    expect(error.code).toBe('E_DAEMON_TOO_OLD');
    return true;
  }
};

const number = fc.oneof(fc.nat(40), fc.nat());
const rest = fc.constantFrom('', '.0', '.9-rc1', '.1+dfsg', '-beta', '.2.3');

test('of two versions the one that counts higher is never the one refused', () => {
  const [major, minor] = MINIMUM_VERSION;
  fc.assert(
    fc.property(number, number, rest, fc.constantFrom('', 'v'), (a, b, end, v) => {
      const isUnknown = a === 0 && b === 0;
      const isOlder = a * 1e10 + b < major * 1e10 + minor;

      expect(isRefused(`${v}${a}.${b}${end}`)).toBe(!isUnknown && isOlder);
    }),
  );
});

test('the version of the engine counts where BuildKit does not know its own, and only there', () => {
  fc.assert(
    fc.property(number, number, rest, (a, b, end) => {
      const engine = `${a}.${b}${end}`;

      expect(isRefused('v0.0.0+unknown', engine)).toBe(a * 1e10 + b < 27 * 1e10 + 4);
      expect(isRefused('v0.32.2', engine)).toBe(false);
      expect(isRefused('v0.16.9', engine)).toBe(true);
    }),
  );
});

test('a version that nobody can read passes', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((text) => !/^v?\d+\.\d/.test(text)),
      (text) => {
        expect(isRefused(text, text)).toBe(false);
      },
    ),
  );
});

test('a call that fails is told by what broke: the connection, or what was asked', () => {
  const lost = new RpcError(RPC.UNAVAILABLE, 'gone', { isTransport: true });
  const refused = new RpcError(RPC.UNIMPLEMENTED, 'unknown method');
  const other = new TypeError('x');

  expect(callError('here', lost)).toMatchObject({ code: 'E_DAEMON_LOST', cause: lost });
  expect(connectionLost('here', lost).message).toBe('connection to the daemon at here was lost');
  expect(callError('here', refused)).toMatchObject({
    code: 'E_DAEMON_PROTOCOL',
    details: { got: 'unknown method' },
  });
  expect(callError('here', other)).toBe(other);
});

test('each method has a path of its own, of a package, a service and a name', () => {
  const paths = [CONTENT, CONTROL, GATEWAY, SESSION].flatMap((methods) =>
    Object.values(methods).map(({ path }) => path),
  );

  expect(new Set([...paths, FILE_SYNC_PATH]).size).toBe(paths.length + 1);
  for (const path of paths) expect(path).toMatch(/^\/([a-z0-9]+\.)+[A-Za-z]+\/[A-Z][A-Za-z]+$/);
});
