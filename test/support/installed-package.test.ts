import { readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { InstalledPackage, runNode } from './installed-package';

describe('a package that is installed for everyone', () => {
  const installed = new InstalledPackage({ forEveryone: true });

  test('links nothing outside its folder, which a user may not be able to enter', () => {
    const links = readdirSync(installed.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isSymbolicLink())
      .map((entry) => realpathSync(join(entry.parentPath, entry.name)));

    expect(links.filter((target) => !target.startsWith(installed.folder))).toEqual([]);
  });

  test('has all that it loads', async () => {
    const folder = installed.project({});
    const modules = ['buildkit-cdk', 'buildkit-cdk/llb', 'buildkit-cdk/client'];
    const tsx = join(installed.folder, 'node_modules/tsx/dist/cjs/index.cjs');
    const code = `for (const name of ${JSON.stringify([...modules, tsx])}) require(name);`;
    const { code: status, stderr } = await runNode(['-e', code], folder);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
