import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { suitesOf } from '../../lib/debian';
import { loadEnvironment } from '../../lib/environment';

/** A mirror of Debian that answers. */
export interface DebianMirror {
  readonly debian: string;
  readonly security: string;
  /** Variables that make `synth` take files from it. */
  readonly env: Readonly<Record<string, string>>;
}

/** The mirror of the environment or of the machine's apt, or the reason why there is none. */
export function debianMirror(): DebianMirror | string {
  const { aptMirrors, mirrors } = loadEnvironment({ folder: '/', env: process.env });
  const [debian] = mirrors.debian ?? aptMirrors.debian ?? [];
  const [security] = mirrors['debian-security'] ?? aptMirrors['debian-security'] ?? [];
  if (debian === undefined || security === undefined) {
    return "neither SYNTH_DEBIAN_MIRROR nor the machine's apt names mirrors of Debian and its security updates";
  }
  const ask =
    'fetch(process.argv[1]).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))';
  const url = `${debian}/dists/trixie/Release`;
  const { status } = spawnSync(process.execPath, ['-e', ask, url], { timeout: 30_000 });
  if (status !== 0) return `${url} cannot be fetched`;
  return {
    debian,
    security,
    env: { SYNTH_DEBIAN_MIRROR: debian, SYNTH_DEBIAN_SECURITY_MIRROR: security },
  };
}

/** Path of an mmdebstrap, or the reason why there is none. */
export function mmdebstrap(): { readonly program: string } | string {
  const script = join(__dirname, '../../scripts/mmdebstrap');
  const { status, stdout, stderr } = spawnSync(script, { encoding: 'utf8' });
  return status === 0 ? { program: stdout.trim() } : stderr.trim();
}

/**
 * The arguments with which mmdebstrap makes what a `DebianBase` of a suite is, for the machine's own
 * architecture, as a tar archive.
 */
export function minbaseArguments(mirror: DebianMirror, file: string, suite = 'trixie'): string[] {
  const lines = suitesOf(suite).map(({ archive, suite: name }) => {
    return `deb ${archive === 'debian' ? mirror.debian : mirror.security} ${name} main`;
  });
  return ['--variant=minbase', suite, file, ...lines];
}
