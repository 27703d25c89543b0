import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_ADDRESS, parseAddress, resolveAddress } from '../../lib/client';
import { formatAddress } from '../../lib/client/address';
import { BuildError } from '../../lib/errors';
import { makeTree } from '../support/sample-tree';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('address');

describe('an address', () => {
  test.each([
    ['unix:///run/buildkit/buildkitd.sock', { kind: 'unix', path: '/run/buildkit/buildkitd.sock' }],
    ['tcp://localhost:1234', { kind: 'tcp', host: 'localhost', port: 1234 }],
    ['tcp://10.0.0.1', { kind: 'tcp', host: '10.0.0.1', port: 1234 }],
    ['tcp://[::1]:9', { kind: 'tcp', host: '::1', port: 9 }],
    ['TCP://builder.example:65535/', { kind: 'tcp', host: 'builder.example', port: 65535 }],
  ])('%s is understood', (text, expected) => {
    expect(parseAddress(text)).toEqual(expected);
    expect(parseAddress(formatAddress(parseAddress(text)))).toEqual(expected);
  });

  test.each([
    ['docker-container://builder', 'scheme "docker-container" is not supported'],
    ['kube-pod://builder', 'scheme "kube-pod" is not supported'],
    ['ssh://me@host', 'scheme "ssh" is not supported'],
    ['/run/buildkit.sock', 'no scheme'],
    ['localhost:1234', 'no scheme'],
    ['unix://relative.sock', 'the path is not absolute'],
    ['tcp://', 'no host'],
    ['tcp://host:99999', 'no host and port'],
    ['tcp://host:1/path', 'more than a host and a port'],
    ['', 'no scheme'],
  ])('%s is rejected, and the message says what is supported', (text, reason) => {
    const parse = () => parseAddress(text);

    expect(parse).toThrow(BuildError);
    expect(parse).toThrow(reason);
    try {
      parse();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'E_DAEMON_ADDRESS',
        details: { expected: 'unix:///path/to/socket or tcp://host:port' },
      });
    }
  });

  test('rejects a password in it without repeating it', () => {
    expect(() => parseAddress('tcp://me:secret@host:1')).toThrow(/^(?!.*secret)/);
  });
});

describe('the daemon to use', () => {
  test('is the one given, then that of BUILDKIT_HOST', () => {
    const env = { BUILDKIT_HOST: 'tcp://from-env:1' };

    expect(resolveAddress({ addr: 'tcp://given:1', env })).toBe('tcp://given:1');
    expect(resolveAddress({ env })).toBe('tcp://from-env:1');
    expect(() => resolveAddress({ addr: 'nonsense', env })).toThrow('cannot be used');
  });

  test('is else found by its socket: that of the user, that of Docker', () => {
    // A machine with a buildkitd of its own has it first in each case.
    const own = existsSync('/run/buildkit/buildkitd.sock') ? DEFAULT_ADDRESS : undefined;
    const docker = join(folder, 'docker.sock');
    const rootless = join(folder, 'buildkit/buildkitd.sock');
    const env = { BUILDKIT_HOST: '', XDG_RUNTIME_DIR: folder, DOCKER_HOST: `unix://${docker}` };

    writeFileSync(docker, '');
    expect(resolveAddress({ env })).toBe(own ?? `unix://${docker}`);

    makeTree(folder, { 'buildkit/buildkitd.sock': '' });
    expect(resolveAddress({ env })).toBe(own ?? `unix://${rootless}`);
    rmSync(rootless);
  });

  test('fails when there is none, and tells all that was tried', () => {
    const env = { XDG_RUNTIME_DIR: folder, DOCKER_HOST: `unix://${folder}/none.sock` };
    const resolve = () => resolveAddress({ env });

    try {
      expect(resolve()).toBe('unix:///run/buildkit/buildkitd.sock'); // one runs on this machine
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_DAEMON_UNREACHABLE' });
      expect(String(error)).toContain(
        `tried unix:///run/buildkit/buildkitd.sock, unix://${folder}/buildkit/buildkitd.sock, unix://${folder}/none.sock`,
      );
    }
  });
});
