import { isName, normalizeName } from './name';
import { parseVersion } from './version';

/** What the name of a wheel says. */
export interface WheelName {
  /** Normal form. */
  readonly name: string;
  /** As it is written. */
  readonly version: string;
  /** Of builds of one version that with the highest number counts. */
  readonly build: readonly [number: bigint, text: string];
  /** `cp313-abi3-manylinux_2_28_x86_64`, all that it stands for. */
  readonly tags: readonly string[];
}

const PART = '[a-z0-9_]+(?:\\.[a-z0-9_]+)*';
const PYTHONS = '[a-z_][a-z0-9_]*(?:\\.[a-z_][a-z0-9_]*)*';
const WHEEL = new RegExp(
  `^([a-z0-9](?:[a-z0-9._]*[a-z0-9])?)-([a-z0-9_.!+]+)(?:-(\\d+)([a-z0-9_.]*))?-(${PYTHONS})-(${PART})-(${PART})\\.whl$`,
  'i',
);
/** A wheel for all there is has a few; more only cost time. */
const MAX_TAGS = 2_000;

/**
 * Reads the name of a wheel; undefined where it is none, or could be a path.
 *
 * @see Python packaging: binary distribution format, "File name convention"
 */
export function parseWheelName(filename: string): WheelName | undefined {
  if (filename.length > 400) return undefined;
  const match = WHEEL.exec(filename);
  if (match === null) return undefined;
  const [, name = '', version = '', build = '', buildText = '', ...parts] = match;
  const [pythons = [], abis = [], platforms = []] = parts.map((part) =>
    part.toLowerCase().split('.'),
  );
  if (!isName(name) || name.includes('__') || parseVersion(version) === undefined) return undefined;
  if (pythons.length * abis.length * platforms.length > MAX_TAGS) return undefined;
  return {
    name: normalizeName(name),
    version,
    build: [build === '' ? -1n : BigInt(build), buildText],
    tags: pythons.flatMap((python) =>
      abis.flatMap((abi) => platforms.map((platform) => `${python}-${abi}-${platform}`)),
    ),
  };
}
