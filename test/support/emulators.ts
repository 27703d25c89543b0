import { spawnSync } from 'node:child_process';

const BINFMT = '/proc/sys/fs/binfmt_misc';

/**
 * Emulators of other processors that the kernel would start, by the name they are registered under;
 * undefined where it cannot be found out.
 */
export function registeredEmulators(): string[] | undefined {
  // In a mount namespace of its own, so that nothing changes where it is not mounted.
  const script = `[ -e ${BINFMT}/register ] || mount -t binfmt_misc none ${BINFMT} || exit 1; ls ${BINFMT}`;
  const { status, stdout } = spawnSync('unshare', ['--mount', 'sh', '-c', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (status !== 0) return undefined;
  const names = stdout.split('\n');
  if (!names.includes('register')) return undefined;
  return names.filter((name) => name.startsWith('qemu') || name.includes('aarch64'));
}
