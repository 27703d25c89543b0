import { strictEqual } from 'node:assert';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildRequest, Connection } from '../../lib/client';
import { copy, local, mkfile, type State, scratch } from '../../lib/llb';
import type { Platform } from '../../lib/oci/platform';
import { makeShellRootfs } from '../../test/support/shell-rootfs';

/** Something that a daemon can do, or cannot. */
export interface Ability {
  readonly name: string;
  /** Has it done, and looks at what came of it. */
  readonly prove: (connection: Connection) => Promise<void>;
}

const AMD64: Platform = { os: 'linux', architecture: 'amd64' };
const ARM64: Platform = { os: 'linux', architecture: 'arm64' };

const result = (state: State, platform = AMD64) => ({
  platform,
  definition: state.marshal({ platform, localUniqueId: `${Math.random()}` }),
});
const fresh = () => scratch().file(mkfile('/x', 0o644, `${Math.random()}`));

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'daemons-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function exportIndex(connection: Connection, request: Partial<BuildRequest> = {}) {
  await withFolder(async (folder) => {
    const output = join(folder, 'index.tar');
    await connection.build({
      results: [result(fresh()), result(fresh(), ARM64)],
      exporters: [{ type: 'oci', attrs: {}, output }],
      ...request,
    });
    strictEqual(statSync(output).isFile(), true);
  });
}

/** A file of 20 MB there and back, and the program of a step between. */
function runStep(connection: Connection) {
  return withFolder(async (folder) => {
    const [shell, output] = [join(folder, 'shell'), join(folder, 'out')];
    mkdirSync(shell);
    makeShellRootfs(shell);
    const sent = Buffer.alloc(20_000_000, `${Math.random()}`);
    writeFileSync(join(shell, 'sent'), sent);
    const root = scratch().file(copy(local('shell'), '/', '/'));
    const step = root.run({ args: ['/bin/sh', '-c', 'cat /sent > /got'] });
    await connection.build({
      results: [result(scratch().file(copy(step.root, '/got', '/got')))],
      exporters: [{ type: 'local', attrs: {}, output }],
      locals: { shell },
    });
    strictEqual(readFileSync(join(output, 'got')).equals(sent), true);
  });
}

async function remember(connection: Connection) {
  const { ref } = await connection.build({ results: [result(fresh())] });
  const [record] = await connection.history({ ref });
  strictEqual(record?.ref, ref);
}

/** What the table of docs/connecting.md tells of. */
export const ABILITIES: readonly Ability[] = [
  { name: 'Steps, folders in and out', prove: runStep },
  { name: 'Several platforms', prove: exportIndex },
  { name: 'History', prove: remember },
  {
    name: 'Asks before it fetches',
    prove: (connection) => exportIndex(connection, { onlyOwnSources: true }),
  },
];
