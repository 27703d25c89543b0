/**
 * Builds on daemons, by each of their addresses and over each transport, and writes what they can
 * into the table of docs/connecting.md. Any failure that is not one of a missing capability ends it.
 *
 *   scripts/daemons [--tlsdir FOLDER] 'NAME=ADDRESS' 'NAME=ADDRESS' ...
 *
 * Daemons of one name are one, at several addresses; TLS is for those of tcp://.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Connection, connect, type TlsOptions } from '../../lib/client';
import { grpcJs } from '../../lib/client/grpc-js';
import { ABILITIES, type Ability } from './abilities';

const GUIDE = resolve(__dirname, '../../docs/connecting.md');
const TABLE = /(<!-- daemons -->\n)[\s\S]*?(\n<!-- end -->)/;
const TRANSPORTS = [undefined, grpcJs()];
const SCHEMES: Readonly<Record<string, string>> = { unix: 'socket', tcp: 'mutual TLS' };

const { positionals, values } = parseArgs({
  options: { tlsdir: { type: 'string' } },
  allowPositionals: true,
});

function tlsOf(folder: string): TlsOptions {
  const pem = (name: string) => readFileSync(join(folder, `${name}.pem`), 'utf8');
  return { ca: pem('ca'), cert: pem('cert'), key: pem('key') };
}

/** What each ability came to at one address, and the version of the daemon. */
async function look(address: string) {
  const tls = address.startsWith('tcp:') && values.tlsdir ? tlsOf(values.tlsdir) : undefined;
  const found = new Map<Ability, string>();
  let version = '';
  for (const transport of TRANSPORTS) {
    const connection = await connect(address, { tls, transport });
    try {
      const info = await connection.info();
      version = info.engineVersion ? `Docker Engine ${info.engineVersion}` : info.version;
      for (const ability of ABILITIES) found.set(ability, await outcome(ability, connection));
    } finally {
      connection.close();
    }
  }
  return { found, version };
}

async function outcome(ability: Ability, connection: Connection): Promise<string> {
  try {
    await ability.prove(connection);
    return 'yes';
  } catch (error) {
    if ((error as { code?: string }).code === 'E_LLB_CAPABILITY') return 'no';
    throw new Error(`${ability.name} at ${connection.address}`, { cause: error });
  }
}

async function main() {
  const daemons = new Map<string, string[]>();
  for (const positional of positionals) {
    const [name = '', ...address] = positional.split('=');
    daemons.set(name, [...(daemons.get(name) ?? []), address.join('=')]);
  }
  const rows = [
    ['Daemon', 'Version', 'Reached by', ...ABILITIES.map(({ name }) => name)],
    ['---', '---', '---', ...ABILITIES.map(() => '---')],
  ];
  for (const [name, addresses] of daemons) {
    const looks: Awaited<ReturnType<typeof look>>[] = [];
    for (const address of addresses) looks.push(await look(address));
    const ways = addresses.map((address) => {
      const scheme = address.split(':')[0] ?? '';
      return SCHEMES[scheme] ?? `\`${scheme}\``;
    });
    const merged = (values: readonly string[]) => [...new Set(values)].join(', ');
    rows.push([
      name,
      merged(looks.map(({ version }) => version)),
      merged(ways),
      ...ABILITIES.map((ability) => merged(looks.map(({ found }) => found.get(ability) ?? ''))),
    ]);
  }
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  process.stdout.write(`${table}\n`);
  const guide = readFileSync(GUIDE, 'utf8');
  writeFileSync(GUIDE, guide.replace(TABLE, `$1${table}$2`));
}

void main();
