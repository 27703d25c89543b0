import { CARGO } from './cargo/kind';
import { DEBIAN } from './debian/kind';
import { GIT } from './git/kind';
import { GO } from './go/kind';
import { HTTP } from './http/kind';
import { IMAGE } from './image/kind';
import type { InputKind } from './kind';
import { NPM } from './npm/kind';
import { PYTHON } from './python/kind';
import { TARBALL } from './tarball/kind';

/** The kinds of input that the library has, in the order of their sections in the lock. */
export const KINDS: readonly InputKind[] = [
  GIT,
  DEBIAN,
  HTTP,
  IMAGE,
  CARGO,
  GO,
  PYTHON,
  NPM,
  TARBALL,
];

/** The kind of a name, unless it is another package's. */
export function kindNamed(name: string): InputKind | undefined {
  return KINDS.find((kind) => kind.name === name);
}
