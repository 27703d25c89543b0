import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CertificateAuthority, type IssuedCertificate } from '../support/certificate-authority';
import { describeWith } from '../support/engine';
import { InstalledPackage, type RunOptions } from '../support/installed-package';
import { startTcpBuildkitd, type TcpBuildkitd } from '../support/tcp-buildkitd';
import { temporaryFolder } from '../support/temporary-folder';
import { L1_PROJECT } from './l1-app';

jest.setTimeout(120_000);

const installed = new InstalledPackage();
const project = installed.project(L1_PROJECT);
const synth = (args: readonly string[], options: RunOptions = {}) =>
  installed.synth(project, args, options);

describe('the options of TLS', () => {
  const tcp = ['--addr', 'tcp://127.0.0.1:1'];

  beforeAll(() => {
    mkdirSync(join(project, 'empty'));
    writeFileSync(join(project, 'text.pem'), 'no certificate\n');
  });

  test.each<[readonly string[], number, string, string]>([
    [
      [...tcp, '--tlscert', 'x.pem'],
      2,
      'error E_USAGE  option "--tlscert" needs "--tlskey"\n',
      'a certificate and its private key',
    ],
    [
      [...tcp, '--tlskey', 'x.pem'],
      2,
      'error E_USAGE  option "--tlskey" needs "--tlscert"\n',
      'a certificate and its private key',
    ],
    [
      [...tcp, '--tlsdir', 'empty', '--tlscacert', 'x.pem'],
      2,
      'error E_USAGE  options "--tlsdir" and "--tlscacert" exclude each other\n',
      'leave one of them out',
    ],
    [
      ['--addr', 'unix:///run/x.sock', '--tlsdir', 'empty'],
      2,
      'error E_USAGE  option "--tlsdir" needs a daemon that is reached by tcp\n',
      '"unix:///run/x.sock"',
    ],
    [
      [...tcp, '--tlscacert', 'gone.pem'],
      1,
      '/gone.pem" of --tlscacert cannot be read\n',
      'no such file',
    ],
    [[...tcp, '--tlsdir', 'empty'], 1, '/empty/ca.pem" of --tlsdir cannot be read\n', 'such file'],
    [[...tcp, '--tlscacert', 'empty'], 1, '/empty" of --tlscacert cannot be read\n', 'EISDIR'],
    [
      [...tcp, '--tlscacert', 'text.pem'],
      1,
      '/text.pem" of --tlscacert holds no certificate that can be used\n',
      'no PEM',
    ],
  ])('reject %j before the app runs', async (args, code, message, hint) => {
    for (const command of ['build', 'push']) {
      const result = await synth([command, '--app', 'gone.js', ...args]);

      expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' });
      expect(result.stderr).toContain(message);
      expect(result.stderr).toContain(hint);
      expect(result.stderr).not.toContain('E_APP_NOT_FOUND');
    }
  });

  test('apply to no command that needs no daemon', async () => {
    const { code, stderr } = await synth(['ls', '--tlsdir', 'empty']);

    expect(code).toBe(2);
    expect(stderr).toContain('option "--tlsdir" does not apply to "ls"');
  });
});

describeWith(['buildkitd', 'openssl'], 'synth build by a daemon with TLS', () => {
  const folder = temporaryFolder('cli-tls');
  let daemon: TcpBuildkitd;
  let certificate: IssuedCertificate;
  let client: IssuedCertificate;

  beforeAll(async () => {
    const authority = new CertificateAuthority(folder, 'Test Authority');
    certificate = authority.issue('buildkitd', ['IP:127.0.0.1', 'DNS:build.example.org']);
    client = authority.issue('client');
    daemon = await startTcpBuildkitd({
      name: 'tls-cli',
      certificate,
      wantsClientCertificate: true,
    });
  });
  afterAll(() => daemon?.stop());

  /** Builds into a folder, and reads what came out. */
  const build = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const output = ['--platform', 'linux/amd64', '--output', 'built'];
    const { code, stderr } = await synth(['build', ...output, ...args], { env });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(join(project, 'built/hello'), 'utf8')).toBe('hello amd64\n');
    return stderr;
  };

  test('takes a folder of certificates, and prints no warning', async () => {
    const stderr = await build(['--addr', daemon.address, '--tlsdir', client.folder]);

    expect(stderr).not.toMatch(/warning/i);
  });

  test('takes single files, relative to the working folder, and the name of the daemon', async () => {
    writeFileSync(join(project, 'authority.pem'), client.ca);
    writeFileSync(join(project, 'client.pem'), client.cert);
    writeFileSync(join(project, 'client-key.pem'), client.key);
    const files = ['--tlscert', 'client.pem', '--tlskey', 'client-key.pem'];
    const name = ['--tlsservername', 'build.example.org'];

    await build(['--tlscacert', 'authority.pem', ...files, ...name], {
      BUILDKIT_HOST: daemon.address,
    });
  });

  test('says on stderr what is wrong, and nothing of the key', async () => {
    const { folder: dir } = client;
    const runs = [
      [['--tlscacert', join(dir, 'ca.pem')], 'E_DAEMON_CLIENT_CERTIFICATE'],
      [['--tlsdir', dir, '--tlsservername', 'other'], 'E_DAEMON_CERTIFICATE'],
      [[], 'E_DAEMON_TLS'],
      [['--tlscert', join(dir, 'key.pem'), '--tlskey', join(dir, 'key.pem')], 'E_TLS_CREDENTIALS'],
      [
        ['--tlscert', join(dir, 'cert.pem'), '--tlskey', join(certificate.folder, 'key.pem')],
        'E_TLS_CREDENTIALS',
      ],
    ] as const;
    for (const [args, code] of runs) {
      const result = await synth(['build', '--debug', '--addr', daemon.address, ...args]);

      expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 1, stdout: '' });
      expect(result.stderr).toContain(`error ${code}  `);
      for (const { key } of [client, certificate]) {
        expect(result.stderr).not.toContain(key.split('\n')[1]);
      }
    }
  });

  test('beside DOCKER_HOST, goes by the variables of docker', async () => {
    const DOCKER_HOST = daemon.address;
    const certificates = { DOCKER_CERT_PATH: client.folder };
    await build([], { DOCKER_HOST, DOCKER_TLS_VERIFY: '1', ...certificates });
    await build([], { DOCKER_HOST, DOCKER_TLS_VERIFY: '1', DOCKER_CONFIG: client.folder });
    // The folder of a user who has no certificate of the client.
    mkdirSync(join(project, 'anonymous'));
    writeFileSync(join(project, 'anonymous/ca.pem'), client.ca);
    const anonymous = { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: 'anonymous' };
    for (const [env, code] of [
      [{ DOCKER_HOST, ...certificates }, 'E_DAEMON_TLS'],
      [{ BUILDKIT_HOST: DOCKER_HOST, DOCKER_TLS_VERIFY: '1', ...certificates }, 'E_DAEMON_TLS'],
      [{ DOCKER_HOST, ...anonymous }, 'E_DAEMON_CLIENT_CERTIFICATE'],
      [{ DOCKER_HOST, DOCKER_TLS_VERIFY: '1' }, 'E_TLS_CREDENTIALS'],
    ] as const) {
      const { stderr } = await synth(['build'], { env });
      expect(stderr).toContain(`error ${code}  `);
    }
  });
});
