// Writes the config.json of an OCI bundle that runs an image as its runtime contract says: read-only,
// as the image's own user, without capabilities, without new privileges, without network.
//   node scripts/lib/runc-bundle.js IMAGE_CONFIG.json BUNDLE_FOLDER
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [configPath = '', bundle = ''] = process.argv.slice(2);
const { config = {} } = JSON.parse(readFileSync(configPath, 'utf8'));
const [uid, gid] = String(config.User ?? '')
  .split(':')
  .map(Number);
if (!Number.isInteger(uid) || uid === 0) {
  process.stderr.write(
    `the image runs as "${config.User ?? ''}", expected a numeric user other than 0\n`,
  );
  process.exit(1);
}

const mount = (destination, type, ...options) => ({ destination, type, source: type, options });
const spec = {
  ociVersion: '1.0.2',
  process: {
    terminal: false,
    user: { uid, gid: Number.isInteger(gid) ? gid : uid },
    args: [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])],
    env: config.Env ?? [],
    cwd: config.WorkingDir || '/',
    capabilities: { bounding: [], effective: [], permitted: [], inheritable: [], ambient: [] },
    noNewPrivileges: true,
  },
  root: { path: 'rootfs', readonly: true },
  mounts: [
    mount('/proc', 'proc', 'nosuid', 'noexec', 'nodev'),
    mount('/dev', 'tmpfs', 'nosuid', 'strictatime', 'mode=755', 'size=65536k'),
    mount('/sys', 'sysfs', 'nosuid', 'noexec', 'nodev', 'ro'),
  ],
  linux: {
    namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'].map((type) => ({ type })),
    maskedPaths: ['/proc/kcore', '/proc/keys', '/proc/timer_list', '/sys/firmware'],
    readonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
  },
};
writeFileSync(join(bundle, 'config.json'), JSON.stringify(spec));
