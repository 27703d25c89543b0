import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configError, namedBuilders } from '../../../lib/build/builders/named-builders';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('named-builders');
const instances = join(folder, 'buildx/instances');
mkdirSync(instances, { recursive: true });
/** As `docker buildx create` of 0.29 writes it. */
const instance = (name: string, driver: string, ...nodes: readonly object[]) =>
  writeFileSync(
    join(instances, name),
    JSON.stringify({ Name: name, Driver: driver, Nodes: nodes, Dynamic: false }),
  );
const node = (name: string, endpoint: string, more: object = {}) => ({
  Name: name,
  Endpoint: endpoint,
  Platforms: null,
  DriverOpts: null,
  Flags: null,
  Files: null,
  ...more,
});

const named = (...texts: readonly string[]) =>
  namedBuilders(texts, {
    by: '"builders" of synth.json',
    folder,
    env: { DOCKER_CONFIG: folder },
    fail: configError,
  });

test('an address is a builder for everything, or for platforms that it names', () => {
  expect(
    named('tcp://one:1234', 'tcp://two:1234,platform=linux/arm64,platform=linux/ARM/v7,name=arm'),
  ).toEqual([
    { address: 'tcp://one:1234' },
    { address: 'tcp://two:1234', name: 'arm', platforms: ['linux/arm64', 'linux/arm/v7'] },
  ]);
});

test('the address of a pod may have values of its own', () => {
  expect(named('kube-pod://buildkitd-0?namespace=build&context=x')).toEqual([
    { address: 'kube-pod://buildkitd-0?namespace=build&context=x' },
  ]);
});

test('a builder of buildx is each of its nodes', () => {
  instance(
    'farm',
    'remote',
    node('farm0', 'tcp://one:1234', { DriverOpts: { servername: 'one.example' } }),
    node('farm1', 'tcp://two:1234', { Platforms: [{ architecture: 'arm64', os: 'linux' }] }),
  );

  expect(named('farm')).toEqual([
    { name: 'farm0', address: 'tcp://one:1234', tls: { serverName: 'one.example' } },
    { name: 'farm1', address: 'tcp://two:1234', platforms: ['linux/arm64'] },
  ]);
});

test('a node in a container is reached by docker, in its context', () => {
  instance('local', 'docker-container', node('local0', 'unix:///var/run/docker.sock'));
  instance('far', 'docker-container', node('far0', 'my context'));

  expect(named('local', 'far,platform=linux/arm64')).toEqual([
    { name: 'local', address: 'docker-container://buildx_buildkit_local0' },
    {
      name: 'far',
      address: 'docker-container://buildx_buildkit_far0?context=my%20context',
      platforms: ['linux/arm64'],
    },
  ]);
});

test.each([
  ['a name that is nobody’s', 'frm', 'there is no builder "frm"'],
  ['a name that leads elsewhere', '../buildx', 'there is no builder "../buildx"'],
  ['a field that is not known', 'tcp://x:1,platfrom=linux/arm64', 'a field that is not known'],
  ['a field without a value', 'tcp://x:1,linux/arm64', 'a field that is not known'],
  ['a platform that is none', 'tcp://x:1,platform=arm64', 'a platform that is none'],
  ['nothing', '', 'names no builder'],
  ['an address of another scheme', 'http://x', 'scheme "http" is not supported'],
  ['a certificate that is not there', 'tcp://x:1,cacert=no.pem', 'cannot be read'],
])('refuses %s', (_what, text, told) => {
  instance('farm', 'remote', node('farm0', 'tcp://one:1234'));

  expect(() => named(text)).toThrow(told);
});

test('refuses pods of buildx, and says how they are named', () => {
  instance('pods', 'kubernetes', node('pods0', 'kubernetes:///pods?deployment='));

  expect(() => named('pods')).toThrow(
    expect.objectContaining({
      code: 'E_BUILDER_CONFIG',
      details: expect.objectContaining({ fix: expect.stringContaining('kube-pod://') }),
    }),
  );
});

test('refuses a builder that is named twice', () => {
  expect(() => named('tcp://x:1', 'tcp://x:1,platform=linux/arm64')).toThrow(
    'names builder "tcp://x:1" twice',
  );
});

test.each(['[', '{"Driver":"remote"}', '{"Nodes":[1]}'])(
  'refuses %s as a file of buildx',
  (text) => {
    writeFileSync(join(instances, 'broken'), text);

    expect(() => named('broken')).toThrow('is no builder of buildx');
  },
);
