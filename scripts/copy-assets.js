// Copies what the compiler does not emit beside the compiled files: generated protobuf code, archive
// keys, and the shell scripts that assemble a root file system.
const { cpSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
for (const folder of ['lib/pb/generated', 'lib/lock/debian-keys', 'lib/rootfs']) {
  const isAsset = (path) => !/(?<!\.d)\.ts$/.test(path);
  cpSync(join(root, folder), join(root, 'dist', folder), { recursive: true, filter: isAsset });
}
