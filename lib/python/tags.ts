import { machineOf, minorVersion, type PythonTarget } from './target';

/** Names that versions of glibc had before they were named themselves. @see PEP 600 */
const LEGACY: Readonly<Record<number, string>> = {
  5: 'manylinux1',
  12: 'manylinux2010',
  17: 'manylinux2014',
};
const LEGACY_MACHINES: Readonly<Record<string, readonly string[]>> = {
  manylinux1: ['x86_64', 'i686'],
  manylinux2010: ['x86_64', 'i686'],
};

/**
 * The tags of wheels that a target can use, best first, as pip orders them there: for its own CPython,
 * the stable interface of older ones, and none at all. Those of musl are never among them.
 *
 * @see Python packaging: platform compatibility tags (PEP 425, PEP 600)
 */
export function supportedTags(target: PythonTarget): readonly string[] {
  const minor = Number(minorVersion(target).split('.')[1]);
  const own = `cp3${minor}`;
  const platforms = platformTags(target);
  const on = (python: string, abi: string) =>
    platforms.map((platform) => `${python}-${abi}-${platform}`);
  const below = Array.from({ length: Math.max(0, minor) }, (_, index) => minor - 1 - index);
  const pythons = [`py3${minor}`, 'py3', ...below.map((older) => `py3${older}`)];
  return [
    ...on(own, own),
    ...on(own, 'abi3'),
    ...on(own, 'none'),
    // The stable interface came with 3.2.
    ...below.filter((older) => older >= 2).flatMap((older) => on(`cp3${older}`, 'abi3')),
    ...pythons.flatMap((python) => on(python, 'none')),
    `${own}-none-any`,
    ...pythons.map((python) => `${python}-none-any`),
  ];
}

function platformTags({ architecture, glibc }: PythonTarget): readonly string[] {
  const machine = machineOf(architecture);
  if (machine === undefined) return [];
  const [major = 0, minor = 0] = glibc.split('.').map(Number);
  const oldest = ['x86_64', 'i686'].includes(machine) ? 5 : 17;
  const tags: string[] = [];
  for (let version = major === 2 ? minor : -1; version >= oldest; version -= 1) {
    tags.push(`manylinux_2_${version}_${machine}`);
    const legacy = LEGACY[version];
    if (legacy !== undefined && (LEGACY_MACHINES[legacy]?.includes(machine) ?? true)) {
      tags.push(`${legacy}_${machine}`);
    }
  }
  return [...tags, `linux_${machine}`];
}
