import type { DebianArchitecture } from '../../lib/debian/architecture';
import { pkgConfigEnvironment } from '../stage/target-packages';

/** Where a build of Go finds things, as absolute paths. */
export interface GoPlaces {
  /** Root of a proxy of modules. */
  readonly proxy: string;
  /** Compiled packages. */
  readonly cache: string;
  /** Whether C is compiled too. */
  readonly cgo: boolean;
}

/**
 * The variables of a `go build` for a target: nothing is fetched, and nothing of the user's own
 * settings counts.
 *
 * @see "go help environment"
 */
export function goEnvironment(
  target: DebianArchitecture,
  { cache, cgo, proxy }: GoPlaces,
): Record<string, string> {
  const { platform } = target;
  const { architecture, variant } = platform;
  return {
    GOOS: platform.os,
    GOARCH: architecture,
    ...(architecture === 'arm' ? { GOARM: variant?.slice(1) ?? '7' } : {}),
    CGO_ENABLED: cgo ? '1' : '0',
    ...(cgo ? cgoEnvironment(target) : {}),
    GOPROXY: `file://${proxy}`,
    // The lock held every file to its hash in go.sum, and Go does so again.
    GOSUMDB: 'off',
    GOTOOLCHAIN: 'local',
    GOENV: 'off',
    GOFLAGS: '',
    GOWORK: 'off',
    GOVCS: '*:off',
    GOTELEMETRY: 'off',
    GOPATH: '/go',
    GOMODCACHE: '/go/mod',
    GOCACHE: cache,
  };
}

/** Debian's compilers are named after the target, and its pkg-config looks where it is told. */
function cgoEnvironment(target: DebianArchitecture): Record<string, string> {
  const { gnu } = target;
  return {
    CC: `${gnu}-gcc`,
    CXX: `${gnu}-g++`,
    AR: `${gnu}-ar`,
    ...pkgConfigEnvironment(target),
  };
}
