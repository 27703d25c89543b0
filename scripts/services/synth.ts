import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Service } from './list';
import type { Result } from './result';

const ROOT = resolve(__dirname, '../..');
const MAIN = join(ROOT, 'dist/lib/cli/main.js');

/** The app of services, in a folder of its own. */
export class ServicesApp {
  readonly folder = mkdtempSync(join(tmpdir(), 'services-'));
  /** The date that Debian's archive is taken of: of SERVICES_SNAPSHOT, so that a build finds its cache, or now. */
  readonly snapshot =
    process.env.SERVICES_SNAPSHOT ?? new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  /** Names with commas between, groups with spaces. */
  readonly #services: string;

  /** @param groups services whose packages are put into one image, which the first one names */
  constructor(groups: readonly (readonly Service[])[]) {
    const names = groups.map((group) => group.map(({ packages: [name] }) => name).join(','));
    this.#services = names.join(' ');
    for (const file of ['app.ts', 'list.ts']) {
      copyFileSync(join(__dirname, file), join(this.folder, file));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    writeFileSync(join(this.folder, 'package.json'), '{"private":true,"type":"commonjs"}');
  }

  /** Runs `synth`; a failure is the error's first line, and the last of what the step printed. */
  synth(...args: readonly string[]): Result {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
      cwd: this.folder,
      env: { ...process.env, SERVICES: this.#services, SERVICES_SNAPSHOT: this.snapshot },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (status === 0) return { says: 'yes' };
    const [, told] = /^error (.*)$/m.exec(stderr) ?? [];
    const [, output = ''] = /^ {2}output\n((?: {4}.*\n)+)/m.exec(stderr) ?? [];
    const last = output.trim().split('\n').at(-1)?.trim();
    return { failure: [told ?? stderr.slice(-200), last].filter(Boolean).join(': ') };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
