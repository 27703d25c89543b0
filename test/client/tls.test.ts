import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import {
  type ConnectOptions,
  connect as connectBy,
  parseAddress,
  type TlsOptions,
} from '../../lib/client';
import { dial } from '../../lib/client/transport/dial';
import { BuildError } from '../../lib/errors';
import { mkfile, scratch } from '../../lib/llb';
import { CertificateAuthority, type IssuedCertificate } from '../support/certificate-authority';
import { describeWith } from '../support/engine';
import { freePort } from '../support/loopback-server';
import { startRelay } from '../support/relay';
import { startTcpBuildkitd, type TcpBuildkitd } from '../support/tcp-buildkitd';
import { temporaryFolder } from '../support/temporary-folder';
import { TRANSPORTS } from '../support/transports';

jest.setTimeout(120_000);

const LOOPBACK = ['DNS:localhost', 'IP:127.0.0.1'];
/** The one host of the certificate of the daemon that wants certificates. */
const serverName = 'build.example.org';
const AMD64 = { os: 'linux', architecture: 'amd64' };

/** The PEM texts of a certificate, without its folder. */
const pem = ({ ca, cert, key }: IssuedCertificate): TlsOptions => ({ ca, cert, key });

function authority(folder: string, name: string): CertificateAuthority {
  const own = join(folder, name.replaceAll(' ', '-'));
  mkdirSync(own);
  return new CertificateAuthority(own, name);
}

async function failureOf(address: string, options: ConnectOptions): Promise<BuildError> {
  try {
    (await connectBy(address, options)).close();
  } catch (error) {
    if (error instanceof BuildError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describeWith(['buildkitd', 'openssl'], 'a buildkitd that listens with TLS', () => {
  const folder = temporaryFolder('tls');
  const daemons: TcpBuildkitd[] = [];
  let plain: TcpBuildkitd;
  let open: TcpBuildkitd;
  let mutual: TcpBuildkitd;
  let expired: TcpBuildkitd;
  let ca: string;
  let client: TlsOptions;
  let stranger: TlsOptions;

  const start = async (options: Parameters<typeof startTcpBuildkitd>[0]) => {
    const daemon = await startTcpBuildkitd(options);
    daemons.push(daemon);
    return daemon;
  };

  beforeAll(async () => {
    const known = authority(folder, 'Known Authority');
    ca = known.certificate;
    client = pem(known.issue('client'));
    stranger = pem(authority(folder, 'Other Authority').issue('stranger'));
    const certificate = known.issue('buildkitd', LOOPBACK);
    const old = known.issue('old-buildkitd', LOOPBACK, { isExpired: true });
    plain = await start({ name: 'tls-none' });
    open = await start({ name: 'tls-open', certificate });
    mutual = await start({
      name: 'tls-mutual',
      certificate: known.issue('elsewhere', [`DNS:${serverName}`]),
      wantsClientCertificate: true,
    });
    expired = await start({ name: 'tls-expired', certificate: old });
  });
  afterAll(async () => {
    for (const daemon of daemons) await daemon.stop();
  });

  describe.each(TRANSPORTS)('over %s', (_, transport) => {
    const connect = (address: string, options: ConnectOptions) =>
      connectBy(address, { ...options, transport });
    const failure = (address: string, tls?: TlsOptions) => failureOf(address, { tls, transport });

    test('is reached by an address of an IP, by a name, and builds', async () => {
      for (const address of [open.address, `tcp://localhost:${open.port}`]) {
        const connection = await connect(address, { tls: { ca } });
        const definition = scratch()
          .file(mkfile('/x', 0o644, 'x'))
          .marshal({ platform: AMD64 });
        const output = join(folder, 'x.tar');

        const response = await connection.build({
          results: [{ platform: AMD64, definition }],
          exporters: [{ type: 'oci', attrs: {}, output }],
        });

        expect(response.exporterResponse['containerimage.digest']).toMatch(/^sha256:/);
        connection.close();
      }
    });

    test('agrees on HTTP/2 by ALPN', async () => {
      const address = parseAddress(open.address);
      if (address.kind !== 'tcp') throw new Error(open.address);
      const socket = await dial(address, { tls: { ca }, timeoutMs: 20_000 });

      expect(socket).toMatchObject({ alpnProtocol: 'h2', authorized: true });
      socket.destroy();
    });

    test('is reached with the certificate that it wants, and the name that its own is for', async () => {
      const connection = await connect(mutual.address, { tls: { ...client, serverName } });

      expect((await connection.info()).version).toMatch(/^v0\.\d+/);
      connection.close();
    });

    test('prints no warning of Node for an address of an IP', async () => {
      const warnings: Error[] = [];
      const onWarning = (warning: Error) => warnings.push(warning);
      process.on('warning', onWarning);
      (await connect(open.address, { tls: { ca } })).close();
      await new Promise((resolve) => setImmediate(resolve));
      process.off('warning', onWarning);

      expect(warnings).toEqual([]);
    });

    test('tells when a connection that is in use breaks', async () => {
      const relay = await startRelay(createServer(), { host: '127.0.0.1', port: open.port });
      const connection = await connect(`tcp://127.0.0.1:${relay.port}`, { tls: { ca } });
      await connection.workers();
      relay.cut();

      await expect(connection.workers()).rejects.toMatchObject({ code: 'E_DAEMON_LOST' });
      await relay.close();
    });

    describe('rejects', () => {
      test('a certificate by an unknown authority, naming both', async () => {
        for (const tls of [{ ca: stranger.ca ?? '' }, { serverName: 'localhost' }]) {
          const error = await failure(open.address, tls);

          expect(error.code).toBe('E_DAEMON_CERTIFICATE');
          expect(error.message).toBe(
            `certificate of the daemon at ${open.address} is signed by an unknown authority`,
          );
          expect(error.details.got).toMatch(
            /^a certificate of "CN=buildkitd" by "CN=Known Authority", valid from /,
          );
          expect(error.details.fix).toContain('--tlscacert');
        }
      });

      test.each(['other.example.org', '127.0.0.2'])(
        'a certificate that is not for %s, naming the hosts that it is for',
        async (name) => {
          const error = await failure(open.address, { ca, serverName: name });

          expect(error.code).toBe('E_DAEMON_CERTIFICATE');
          expect(error.message).toBe(
            `certificate of the daemon at ${open.address} is not for "${name}"`,
          );
          expect(error.details.got).toBe('a certificate for DNS:localhost, IP Address:127.0.0.1');
          expect(error.details.fix).toContain('--tlsservername');
        },
      );

      test('a certificate that has expired, with its dates', async () => {
        const error = await failure(expired.address, { ca });

        expect(error.code).toBe('E_DAEMON_CERTIFICATE');
        expect(error.message).toBe(
          `certificate of the daemon at ${expired.address}, or of its authority, has expired`,
        );
        expect(error.details.got).toContain('to Jan  1 00:00:00 2021 GMT');
        expect(error.details.fix).toContain('renew');
      });

      test('to go without the certificate that a daemon wants', async () => {
        const error = await failure(mutual.address, { ca, serverName });

        expect(error.code).toBe('E_DAEMON_CLIENT_CERTIFICATE');
        expect(error.message).toBe(`daemon at ${mutual.address} wants a certificate of the client`);
        expect(error.details.fix).toContain('--tlscert and --tlskey');
      });

      test('a certificate of the client that the daemon does not trust, naming it', async () => {
        const error = await failure(mutual.address, { ...stranger, ca, serverName });

        expect(error.code).toBe('E_DAEMON_CLIENT_CERTIFICATE');
        expect(error.message).toContain('refuses the certificate of the client: ');
        expect(error.message).toContain('unknown ca');
        expect(error.details.got).toContain('"CN=stranger" by "CN=Other Authority"');
      });

      test('TLS with a daemon that has none', async () => {
        const error = await failure(plain.address, { ca });

        expect(error.code).toBe('E_DAEMON_TLS');
        expect(error.message).toBe(`daemon at ${plain.address} does not speak TLS`);
        expect(error.details.fix).toContain('leave the --tls options');
      });

      test('a plain connection to a daemon with TLS, whether or not it wants a certificate', async () => {
        for (const { address } of [open, mutual, expired]) {
          const error = await failure(address);

          expect(error.code).toBe('E_DAEMON_TLS');
          expect(error.message).toBe(`daemon at ${address} speaks TLS only`);
          expect(error.details.fix).toContain('--tlscacert');
        }
      });

      test('a port that nobody listens on, as without TLS', async () => {
        const error = await failure(`tcp://localhost:${await freePort()}`, { ca });

        expect(error.code).toBe('E_DAEMON_UNREACHABLE');
        expect(error.message).toContain('nobody listens there');
      });

      test('TLS on a unix socket', async () => {
        const error = await failure('unix:///run/x.sock', { ca });

        expect(error.code).toBe('E_DAEMON_ADDRESS');
        expect(error.details.expected).toBe('tcp://host:port');
      });

      test.each<[string, (texts: Required<TlsOptions>) => TlsOptions, string]>([
        ['an authority that is no PEM', () => ({ ca: 'x' }), 'no PEM'],
        ['an authority that is empty', () => ({ ca: '' }), 'nothing'],
        ['a damaged authority', (own) => ({ ca: own.ca.replace(/\n.{9}/, '\n') }), 'damaged'],
        ['a key as certificate', ({ key }) => ({ cert: key, key }), 'PEM of "PRIVATE KEY"'],
        ['a certificate as key', ({ cert }) => ({ cert, key: cert }), 'PEM of "CERTIFICATE"'],
        ['a damaged key', (own) => ({ cert: own.cert, key: own.key.slice(0, 80) }), 'damaged'],
        ['another key', ({ cert }) => ({ cert, key: stranger.key ?? '' }), 'of another one'],
        ['a certificate without key', ({ cert }) => ({ cert }), 'without'],
        ['a key without certificate', ({ key }) => ({ key }), 'without'],
      ])('%s, without a word of the key', async (_, make, found) => {
        const tls = make({ ca: '', cert: '', key: '', serverName: '', ...client });
        const error = await failure(mutual.address, tls);

        expect(error.code).toBe('E_TLS_CREDENTIALS');
        expect(`${error.message} ${error.details.got}`).toContain(found);
        const shown = JSON.stringify([error.message, error.details, String(error.cause)]);
        for (const { key = '' } of [client, stranger]) {
          expect(shown).not.toContain(key.split('\n')[1]);
        }
      });
    });
  });
});

describeWith(['engine', 'openssl'], 'Docker Engine behind TLS', ({ engine }) => {
  const folder = temporaryFolder('docker-tls');

  test.each(TRANSPORTS)(
    'is reached over %s with ALPN of HTTP/1.1, all that it offers',
    async (name, transport) => {
      const connect = (address: string, options: ConnectOptions) =>
        connectBy(address, { ...options, transport });
      const failure = (address: string, tls?: TlsOptions) => failureOf(address, { tls, transport });
      const known = authority(folder, `Authority for ${name.replace(':', ' ')}`);
      const { ca, cert, key } = known.issue('dockerd', LOOPBACK);
      const client = pem(known.issue('client'));
      const server = createTlsServer({
        ca,
        cert,
        key,
        requestCert: true,
        ALPNProtocols: ['http/1.1'],
      });
      const target = { path: engine.address.replace('unix://', '') };
      const relay = await startRelay(server, target, 'secureConnection');
      const address = `tcp://127.0.0.1:${relay.port}`;
      try {
        if (engine.docker === undefined) {
          // A bare buildkitd does not do what Docker Engine does after the handshake.
          expect(await failure(address, client)).toMatchObject({ code: 'E_DAEMON_PROTOCOL' });
          return;
        }
        const connection = await connect(address, { tls: client });
        expect(await connection.info()).toMatchObject({ isDocker: true });
        connection.close();
        expect(await failure(address, { ca })).toMatchObject({
          code: 'E_DAEMON_CLIENT_CERTIFICATE',
        });
        expect(await failure(address)).toMatchObject({ code: 'E_DAEMON_TLS' });
      } finally {
        await relay.close();
      }
    },
  );
});
