import { BlockList, isIP } from 'node:net';

/** True where a host and port are to be reached without a proxy. */
export type Exempts = (host: string, port: number) => boolean;

const PREFIX_BITS = { 4: 32, 6: 128 } as const;

/**
 * Reads `NO_PROXY` as curl and Go's programs do: entries between commas or blanks, each
 *
 * - `*`, for all hosts,
 * - a domain: `corp.example`, `.corp.example` or `*.corp.example`, with all below it,
 * - an address, `10.0.0.7`, or a range of addresses, `10.0.0.0/8`,
 *
 * and each but a range with a port, `corp.example:8080`, where it is for that port alone. Names are
 * not looked up: a range is for URLs that hold an address.
 */
export function parseNoProxy(text: string): Exempts {
  const rules = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(parseEntry);
  return (host, port) => {
    const bare = withoutBrackets(host.toLowerCase()).replace(/\.$/, '');
    return rules.some((exempts) => exempts(bare, port));
  };
}

/** True for this machine itself: what a proxy would take for its own. */
export function isLoopback(host: string): boolean {
  const bare = withoutBrackets(host.toLowerCase()).replace(/\.$/, '');
  return bare === 'localhost' || bare.endsWith('.localhost') || LOOPBACK(bare, 0);
}

function parseEntry(entry: string): Exempts {
  if (entry === '*') return () => true;
  const slash = entry.lastIndexOf('/');
  if (slash > 0) return range(withoutBrackets(entry.slice(0, slash)), entry.slice(slash + 1));
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry);
  const host = withoutBrackets(match?.[1] ?? entry);
  const numbered = match?.[2];
  const isHost = isIP(host) > 0 ? range(host) : domain(host.replace(/^\*?\./, ''));
  return numbered === undefined
    ? isHost
    : (of, port) => port === Number(numbered) && isHost(of, port);
}

function domain(name: string): Exempts {
  return (host) => name !== '' && (host === name || host.endsWith(`.${name}`));
}

/** @param prefix number of bits that count. @default all */
function range(address: string, prefix?: string): Exempts {
  const version = isIP(address);
  if (version !== 4 && version !== 6) return () => false;
  const bits = prefix === undefined ? PREFIX_BITS[version] : Number(prefix);
  // What is no range exempts nothing.
  if (!/^\d*$/.test(prefix ?? '') || bits > PREFIX_BITS[version]) return () => false;
  const list = new BlockList();
  list.addSubnet(address, bits, `ipv${version}`);
  return (host) => {
    const found = isIP(host);
    return found > 0 && list.check(host, found === 4 ? 'ipv4' : 'ipv6');
  };
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

const LOOPBACK = ((): Exempts => {
  const ranges = [range('127.0.0.0', '8'), range('::1')];
  return (host, port) => ranges.some((exempts) => exempts(host, port));
})();
