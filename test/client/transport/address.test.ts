import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseAddress, resolveAddress } from '../../../lib/client';
import { formatAddress } from '../../../lib/client/transport/address';
import { BuildError } from '../../../lib/errors';
import { makeTree } from '../../support/sample-tree';
import { temporaryFolder } from '../../support/temporary-folder';

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
    ['npipe:////./pipe/docker_engine', 'scheme "npipe" is not supported'],
    ['docker-container://', 'no container'],
    ['docker-container://-v', '"-v" is no name of a container'],
    ['docker-container://a?contxt=b', 'more than a container, context'],
    ['docker-container://a/b', 'more than a container, context'],
    ['kube-pod://Upper', '"Upper" is no name of a pod'],
    ['ssh://-oProxyCommand=x', '"-oProxyCommand=x" is no name of a host'],
    ['ssh://me@host?x=1', 'more than a host'],
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
        details: { expected: expect.stringContaining('unix:///path/to/socket or tcp://host:port') },
      });
    }
  });

  test.each([
    ['docker-container://Build_1', 'docker exec -i Build_1 buildctl dial-stdio'],
    ['docker-container://b?context=c', 'docker --context=c exec -i b buildctl dial-stdio'],
    ['podman-container://b', 'podman exec -i b buildctl dial-stdio'],
    ['nerdctl-container://b?namespace=n', 'nerdctl --namespace=n exec -i b buildctl dial-stdio'],
    ['kube-pod://b', 'kubectl exec -i b -- buildctl dial-stdio'],
    [
      'kube-pod://b?context=c&namespace=n&container=d',
      'kubectl --context=c --namespace=n exec --container=d -i b -- buildctl dial-stdio',
    ],
    [
      'kube-pod://b?context=a:b/me%40c',
      'kubectl --context=a:b/me@c exec -i b -- buildctl dial-stdio',
    ],
    ['ssh://host', 'ssh -- host buildctl dial-stdio'],
    ['ssh://me@[::1]:22', 'ssh -l me -p 22 -- ::1 buildctl dial-stdio'],
    ['ssh://host/run/b.sock', 'ssh -- host buildctl --addr unix:///run/b.sock dial-stdio'],
  ])('%s is reached by %s', (text, command) => {
    const address = parseAddress(text);

    expect(formatAddress(address)).toBe(text);
    expect(address).toMatchObject({ kind: 'command' });
    if (address.kind === 'command') {
      expect([address.program, ...address.args].join(' ')).toBe(command);
    }
  });

  test('rejects a password of ssh without repeating it', () => {
    expect(() => parseAddress('ssh://me:secret@host')).toThrow(
      /^(?!.*secret).*a password has no place/,
    );
  });

  test.each([
    'ssh://me:a:secret@host',
    'ssh://me:a/secret@host',
    'tcp://me:secret@host:99999',
    'other://me:secret@host',
  ])('repeats nothing secret of %s', (text) => {
    expect(() => parseAddress(text)).toThrow(/^(?!.*secret)/);
    expect(() => resolveAddress({ env: { DOCKER_HOST: text } })).toThrow(/^(?!.*secret)/);
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

  test.each([
    ['unix:///home/me/docker.sock', {}, 'unix:///home/me/docker.sock'],
    ['tcp://host:99', {}, 'tcp://host:99'],
    ['tcp://host', {}, 'tcp://host:2375'],
    ['tcp://[::1]', { DOCKER_TLS_VERIFY: '1' }, 'tcp://[::1]:2376'],
  ])('is else the engine of DOCKER_HOST %s, with %j', (host, env, address) => {
    expect(resolveAddress({ env: { ...env, DOCKER_HOST: host } })).toBe(address);
    expect(resolveAddress({ env: { ...env, DOCKER_HOST: host, BUILDKIT_HOST: 'tcp://b:1' } })).toBe(
      'tcp://b:1',
    );
  });

  test('is not another one where DOCKER_HOST cannot be reached', () => {
    expect(() => resolveAddress({ env: { DOCKER_HOST: 'ssh://me@host' } })).toThrow(
      'DOCKER_HOST "ssh://me@host" cannot be used',
    );
  });

  test('is else found by its socket', () => {
    // A machine with a daemon of its own has it first in each case.
    const usual = ['/run/buildkit/buildkitd.sock', '/var/run/docker.sock'];
    const rootless = join(folder, 'buildkit/buildkitd.sock');
    const env = { BUILDKIT_HOST: '', DOCKER_HOST: '', XDG_RUNTIME_DIR: folder };

    makeTree(folder, { 'buildkit/buildkitd.sock': '' });
    const expected = existsSync(usual[0] ?? '') ? usual[0] : rootless;
    expect(resolveAddress({ env })).toBe(`unix://${expected}`);
    rmSync(rootless);

    const found = usual.find((path) => existsSync(path));
    const resolve = () => resolveAddress({ env });
    if (found !== undefined) expect(resolve()).toBe(`unix://${found}`);
    else {
      expect(resolve).toThrow(`tried unix://${usual[0]}, unix://${rootless}, unix://${usual[1]}`);
    }
  });
});
