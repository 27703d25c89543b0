import { parseAddress } from '../../client/transport/address';
import { csvFields } from '../../environment/csv-fields';
import type { SpecPlace } from '../../environment/spec-place';
import { BuildError } from '../../errors';
import { nearMisses } from '../../errors/near-miss';
import { normalizePlatform } from '../../oci/normalize-platform';
import { formatPlatform, parsePlatform } from '../../oci/platform';
import { type Builder, builderName } from './builder';
import { readBuildxBuilder } from './buildx-store';
import { readTlsFiles } from './tls-files';

const FIELDS = ['name', 'platform', 'cacert', 'cert', 'key', 'servername'] as const;

/**
 * Reads builders as `--builder` and `builders` of `synth.json` name them:
 * `tcp://host:1234[,platform=linux/arm64][,name=…][,cacert=…,cert=…,key=…,servername=…]`, or the name of a
 * builder of buildx, with all of its nodes, `mybuilder[,platform=…]`. `platform` may be there several
 * times.
 *
 * @throws the error of the place; BuildError `E_BUILDER_CONFIG`, `E_DAEMON_ADDRESS`,
 *   `E_TLS_CREDENTIALS`
 */
export function namedBuilders(texts: readonly string[], at: SpecPlace): Builder[] {
  const builders = texts.flatMap((text) => parseBuilder(text, at));
  const names = builders.map(builderName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return builders;
  throw at.fail(`${at.by} names builder "${twice}" twice`, {
    fix: 'leave one out, or give the other a "name"',
  });
}

function parseBuilder(text: string, at: SpecPlace): Builder[] {
  const [first = '', ...fields] = csvFields(text) ?? [];
  if (first === '') {
    throw at.fail(`${at.by} names no builder`, {
      expected: 'an address, or the name of a builder',
    });
  }
  const values = fields.map((field) => keyAndValue(field, at));
  const value = (key: string) => values.findLast(([name]) => name === key)?.[1];
  const platforms = values
    .filter(([key]) => key === 'platform')
    .map(([, one]) => platform(one, at));
  const own = {
    ...(platforms.length === 0 ? {} : { platforms: [...new Set(platforms)] }),
    ...tlsOf(value, at),
  };
  if (!first.includes('://')) {
    const nodes = readBuildxBuilder(first, at.env);
    return nodes.map((node) => ({ ...node, ...own }));
  }
  parseAddress(first);
  const name = value('name');
  return [{ address: first, ...(name === undefined ? {} : { name }), ...own }];
}

function keyAndValue(field: string, at: SpecPlace): [string, string] {
  const equals = field.indexOf('=');
  const key = field.slice(0, Math.max(equals, 0)).trim();
  if (equals > 0 && FIELDS.some((known) => known === key)) return [key, field.slice(equals + 1)];
  const [meant] = nearMisses(key, FIELDS, 1);
  throw at.fail(`${at.by} has a field that is not known`, {
    got: equals > 0 ? `"${key}"` : `"${field}"`,
    expected: `one of ${FIELDS.join(', ')}, with a value`,
    ...(meant === undefined ? {} : { fix: `did you mean "${meant}"?` }),
  });
}

function platform(text: string, at: SpecPlace): string {
  const found = parsePlatform(text);
  if (found !== undefined) return formatPlatform(normalizePlatform(found));
  throw at.fail(`${at.by} has a platform that is none`, {
    got: `"${text}"`,
    expected: 'os/architecture: linux/arm64',
  });
}

function tlsOf(
  value: (key: string) => string | undefined,
  at: SpecPlace,
): Pick<Builder, 'tls'> | undefined {
  const files = { ca: value('cacert'), cert: value('cert'), key: value('key') };
  const serverName = value('servername');
  if (!Object.values(files).some(Boolean) && serverName === undefined) return undefined;
  return { tls: readTlsFiles({ ...files, serverName }, at) };
}

/** The error of `synth.json`. */
export const configError: SpecPlace['fail'] = (message, details) =>
  new BuildError('E_BUILDER_CONFIG', message, details);
