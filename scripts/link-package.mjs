// Links the compiled package into its own node_modules, as npm links no project into itself: so the
// examples use the library, and "npx synth", as any other project does.
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const link = (target, path) => {
  rmSync(path, { force: true });
  symlinkSync(target, path);
};
mkdirSync(`${modules}/.bin`, { recursive: true });
chmodSync(`${modules}/../dist/lib/cli/main.js`, 0o755);
link('..', `${modules}/buildkit-cdk`);
link('../../dist/lib/cli/main.js', `${modules}/.bin/synth`);
