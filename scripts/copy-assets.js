// Copies what the compiler does not emit (generated protobuf code, archive keys) beside the compiled files.
const { cpSync, existsSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
for (const folder of ['lib/pb/generated', 'lib/lock/debian-keys']) {
  const from = join(root, folder);
  if (existsSync(from)) cpSync(from, join(root, 'dist', folder), { recursive: true });
}
