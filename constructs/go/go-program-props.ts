import {
  either,
  flag,
  instance,
  list,
  oneOf,
  optional,
  type PropsOf,
  record,
  shape,
  text,
  VARIABLE_NAME,
} from '../../lib/props';
import { DEBIAN_ROOT } from '../debian/debian-root';
import { TARGET_PACKAGES } from '../stage/target-packages';
import type { GoModules } from './go-modules';

/** C in a program of Go. */
const CGO = shape({
  /**
   * Language whose toolchain for each target is there.
   *
   * @default 'c'
   */
  language: optional(oneOf('c', 'c++')),
  /**
   * Debian packages of each target's architecture: `libunbound-dev`. What pkg-config says of them is
   * found.
   *
   * @default []
   */
  packages: optional(TARGET_PACKAGES),
});

/** What fits {@link GoProgramProps}. */
export const GO_PROGRAM_PROPS = shape({
  /** The module that holds the program, and those that it needs. */
  modules: instance(
    'modules of Go: new GoModules(...)',
    (value): value is GoModules => 'locked' in value && 'sources' in value,
  ),
  /** The root that compiles, on the build platform; Go is added to it. */
  base: DEBIAN_ROOT,
  /**
   * Package to compile, relative to go.mod: `./cmd/registry`.
   *
   * @default '.'
   */
  package: optional(
    text({
      pattern: /^\.(?:\/(?!\.{1,2}(?:\/|$))[^\s/]+)*$/,
      expected: 'a package of the module: "./cmd/registry"',
    }),
  ),
  /**
   * Name of the program in the artifact.
   *
   * @default - the last element of `package`; for "." that of the module's path
   */
  name: optional(
    text({ pattern: /^(?!\.{1,2}$)[^/\s\0]{1,255}$/, expected: 'the name of a file: "registry"' }),
  ),
  /**
   * Debian package that Go is taken from: `golang-go` is the suite's own, `golang-1.24-go` a certain one.
   *
   * @default 'golang-go'
   */
  toolchain: optional(
    text({ pattern: /^golang-(?:\d+\.\d+-)?go$/, expected: '"golang-go" or "golang-1.24-go"' }),
  ),
  /**
   * Whether C is compiled into it: with `true`, or with what it needs for that, it is linked against the
   * target's C library. Becomes `CGO_ENABLED`.
   *
   * @default false
   */
  cgo: optional(either(flag(), CGO)),
  /**
   * Build tags. Becomes `-tags`.
   *
   * @default []
   */
  tags: optional(list(text({ pattern: /^[\w.]+$/, expected: 'a build tag: "netgo"' }))),
  /**
   * Arguments of the linker, each word by itself: `['-s', '-w', '-X', 'main.version=1.0']`. Becomes
   * `-ldflags`.
   *
   * @default []
   */
  ldflags: optional(list(text({ pattern: /^[^\0\n]+$/, expected: 'an argument of the linker' }))),
  /**
   * Further flags of `go build`, e.g. `-buildmode=pie`.
   *
   * @default []
   */
  flags: optional(list(text({ pattern: /^-\S+$/, expected: 'a flag with its value: "-race"' }))),
  /**
   * Whether go.mod may be completed while it compiles; what it then needs must be in go.sum all the same.
   * Becomes `-mod`.
   *
   * @default 'readonly'
   */
  mod: optional(oneOf('readonly', 'mod')),
  /**
   * Environment of `go build`, e.g. `{ GOAMD64: 'v3' }`.
   *
   * @default {}
   */
  env: optional(record(VARIABLE_NAME, text())),
  /**
   * Id of a cache of compiled packages, which lives from build to build. It is never part of a result.
   *
   * @default - each build compiles all of it
   */
  cache: optional(text({ pattern: /\S/, expected: 'the id of a cache' })),
});

/** Properties of a {@link GoProgram}. */
export interface GoProgramProps extends PropsOf<typeof GO_PROGRAM_PROPS> {}
