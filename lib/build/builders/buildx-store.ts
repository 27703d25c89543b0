import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseAddress } from '../../client/transport/address';
import { BuildError } from '../../errors';
import { nearMisses } from '../../errors/near-miss';
import { normalizePlatform } from '../../oci/normalize-platform';
import { formatPlatform } from '../../oci/platform';
import type { Builder } from './builder';
import { readTlsFiles } from './tls-files';

type Env = Readonly<Record<string, string | undefined>>;
type JsonObject = Readonly<Record<string, unknown>>;

/** Contexts of Docker that are what `docker` speaks to anyway. */
const USUAL_ENDPOINTS = ['', 'default', 'unix:///var/run/docker.sock'];

/**
 * A builder that `docker buildx create` has made: each of its nodes, with the platforms that it was given
 * for it.
 *
 * @throws BuildError `E_BUILDER_CONFIG` where there is none of that name, or its driver has no address;
 *   `E_TLS_CREDENTIALS`, `E_DAEMON_ADDRESS`
 * @see buildx store/nodegroup.go
 */
export function readBuildxBuilder(name: string, env: Env): Builder[] {
  const folder = join(configFolder(env), 'instances');
  const file = join(folder, name.toLowerCase());
  const group = parse(readInstance(name, folder), file);
  const { Driver: driver, Nodes: nodes } = group;
  if (!Array.isArray(nodes) || nodes.length === 0) throw unreadable(file, 'no nodes');
  return nodes.map((node: unknown, index) => {
    if (!isObject(node)) throw unreadable(file, 'a node that is no object');
    const own = textOf(node.Name) || `${name}${index}`;
    const { DriverOpts: options } = node;
    const by = `builder "${name}" of buildx`;
    const address = addressOf(textOf(driver), own, textOf(node.Endpoint), name);
    parseAddress(address);
    const platforms = platformsOf(node.Platforms);
    return {
      name: nodes.length === 1 ? name : own,
      address,
      ...(platforms.length === 0 ? {} : { platforms }),
      ...(isObject(options) ? tlsOf(options, by) : {}),
    };
  });
}

function configFolder(env: Env): string {
  const docker = env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker');
  return env.BUILDX_CONFIG || join(docker, 'buildx');
}

function readInstance(name: string, folder: string): string {
  const names = instances(folder);
  if (/^[a-z][\w.-]*$/i.test(name) && names.includes(name.toLowerCase())) {
    return readFileSync(join(folder, name.toLowerCase()), 'utf8');
  }
  const [meant] = nearMisses(name, names, 1);
  throw new BuildError('E_BUILDER_CONFIG', `there is no builder "${name}"`, {
    got: names.length === 0 ? `none in ${folder}` : `${names.join(', ')} in ${folder}`,
    expected: 'an address such as tcp://host:1234, or the name of a builder of buildx',
    ...(meant === undefined ? {} : { fix: `did you mean "${meant}"?` }),
  });
}

function instances(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Where a node is, by its driver. */
function addressOf(driver: string, node: string, endpoint: string, builder: string): string {
  if (driver === 'remote') return endpoint;
  if (driver === 'docker-container') {
    const address = `docker-container://buildx_buildkit_${node}`;
    if (USUAL_ENDPOINTS.includes(endpoint)) return address;
    if (!endpoint.includes('://')) return `${address}?context=${encodeURIComponent(endpoint)}`;
  }
  throw new BuildError('E_BUILDER_CONFIG', `builder "${builder}" of buildx has no address here`, {
    got: `driver "${driver}"${endpoint === '' ? '' : ` at ${endpoint}`}`,
    expected: 'driver "remote", or "docker-container" of a context of Docker',
    fix:
      driver === 'kubernetes'
        ? 'name its pods, as in --builder "kube-pod://<pod>?namespace=<namespace>"'
        : 'give the address of its daemon as --builder',
  });
}

function platformsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map(({ architecture, os, variant }) =>
    formatPlatform(
      normalizePlatform({
        os: textOf(os),
        architecture: textOf(architecture),
        ...(textOf(variant) === '' ? {} : { variant: textOf(variant) }),
      }),
    ),
  );
}

function tlsOf(options: JsonObject, by: string): Pick<Builder, 'tls'> {
  const { cacert, cert, key, servername } = options;
  const text = (value: unknown) => textOf(value) || undefined;
  const files = { ca: text(cacert), cert: text(cert), key: text(key) };
  const serverName = text(servername);
  if (!Object.values(files).some(Boolean) && serverName === undefined) return {};
  return { tls: readTlsFiles({ ...files, serverName }, { by, folder: '/' }) };
}

function parse(text: string, file: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {}
  throw unreadable(file, 'no JSON object');
}

const unreadable = (file: string, got: string): BuildError =>
  new BuildError('E_BUILDER_CONFIG', `file "${file}" is no builder of buildx`, { got });

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
