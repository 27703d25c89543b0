import { usageError } from './usage-error';

const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * A duration as Go writes it, in milliseconds: `24h`, `1h30m`, `90s`.
 *
 * @param of what it is, as errors name it
 * @throws BuildError `E_USAGE`
 */
export function parseDuration(text: string, of: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (text !== '' && parts.map(([part]) => part).join('') === text) {
    return parts.reduce((sum, [, number, unit = '']) => {
      return sum + Number(number) * (MILLISECONDS[unit] ?? 0);
    }, 0);
  }
  throw usageError(`${of} is no duration`, {
    got: `"${text}"`,
    expected: 'numbers with units, e.g. 24h or 1h30m',
  });
}

const EXPONENTS = ['', 'k', 'm', 'g', 't', 'p'];

/**
 * A size as Docker reads it, in bytes: `512mb`, `10g`, `1.5GiB`. Units are powers of 1024.
 *
 * @param of what it is, as errors name it
 * @throws BuildError `E_USAGE`
 * @see go-units `RAMInBytes`
 */
export function parseSize(text: string, of: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?) ?([kmgtp]?)i?b?$/i.exec(text) ?? [];
  if (number !== undefined) {
    return Math.round(Number(number) * 1024 ** EXPONENTS.indexOf(unit.toLowerCase()));
  }
  throw usageError(`${of} is no size`, {
    got: `"${text}"`,
    expected: 'a number of bytes, or one with a unit, e.g. 512mb or 10gb',
  });
}
