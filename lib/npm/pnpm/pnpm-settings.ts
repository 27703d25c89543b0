import { BuildError } from '../../errors';
import { parseYaml } from './pnpm-lock';

/** Settings that decide where packages lie, with what they are where a project says nothing. */
const USUAL: Readonly<Record<string, unknown>> = {
  nodeLinker: 'isolated',
  hoist: true,
  hoistPattern: ['*'],
  publicHoistPattern: [],
  shamefullyHoist: false,
  symlink: true,
  modulesDir: 'node_modules',
  virtualStoreDir: 'node_modules/.pnpm',
  virtualStoreDirMaxLength: 120,
};

/**
 * Refuses a project whose packages pnpm lays out in another way than the usual one.
 *
 * @param text of pnpm-workspace.yaml
 * @throws BuildError `E_NPM_LOCK`
 * @see pnpm, docs: settings
 */
export function requireUsualLayout(text: string): void {
  const settings = text.trim() === '' ? {} : parseYaml(text, 'pnpm-workspace.yaml');
  for (const [name, usual] of Object.entries(USUAL)) {
    const value = settings[name];
    if (value === undefined || JSON.stringify(value) === JSON.stringify(usual)) continue;
    throw new BuildError(
      'E_NPM_LOCK',
      `pnpm-workspace.yaml sets "${name}", which is not laid out here`,
      {
        got: JSON.stringify(value).slice(0, 200),
        expected: JSON.stringify(usual),
        fix: `leave "${name}" out, and name what is to be found elsewhere as a dependency`,
      },
    );
  }
}
