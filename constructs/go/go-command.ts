import type { GoToolchain } from './go-toolchain';

/** What a `go build` makes of what. */
export interface GoBuild {
  /** Flags before the others. @default [] */
  readonly first?: readonly string[] | undefined;
  /** @default [] */
  readonly tags?: readonly string[] | undefined;
  /** Arguments of the linker, each word by itself. @default [] */
  readonly ldflags?: readonly string[] | undefined;
  /** Further flags. @default [] */
  readonly flags?: readonly string[] | undefined;
  /** Absolute path of the program. */
  readonly output: string;
  /** The package, relative to the working folder. */
  readonly package: string;
}

/** The words of a `go build` whose result depends on the sources alone. @see "go help build" */
export function goCommand(
  { program }: GoToolchain,
  { first = [], flags = [], ldflags = [], output, package: path, tags = [] }: GoBuild,
): string[] {
  return [
    program,
    'build',
    '-trimpath',
    '-buildvcs=false',
    ...first,
    ...(tags.length === 0 ? [] : [`-tags=${tags.join(',')}`]),
    ...(ldflags.length === 0 ? [] : [`-ldflags=${ldflags.map(quoted).join(' ')}`]),
    ...flags,
    '-o',
    output,
    path,
  ];
}

/** A word of `-ldflags`, which Go parts at spaces unless they are in quotes. */
function quoted(word: string): string {
  if (!/[\s'"]/.test(word)) return word;
  return word.includes("'") ? `"${word}"` : `'${word}'`;
}
