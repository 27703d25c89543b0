import { spawn } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError, describeCause, systemErrorCode } from '../../../errors';
import { removeTemporary, temporaryFolder } from '../../../files/temporary';
import type { ResolverContext } from '../../resolver';
import { type NpmListRequest, npmKey } from '../request';

const MAX_SAID_BYTES = 64 * 1024;

/**
 * Has the user's own npm resolve packages: in a folder of its own, and without running anything of them.
 *
 * @returns the text of the package-lock.json
 * @throws BuildError `E_NPM_PROGRAM`
 */
export async function resolveByNpm(
  request: NpmListRequest,
  { environment, signal }: ResolverContext,
): Promise<string> {
  const folder = temporaryFolder('synth-npm');
  try {
    const manifest = { name: 'app', private: true, dependencies: request.packages };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    const { npmrc } = environment;
    if (npmrc !== undefined) await copyFile(npmrc, join(folder, '.npmrc')).catch(() => {});
    await runNpm(request, folder, signal);
    return await readFile(join(folder, 'package-lock.json'), 'utf8');
  } catch (cause) {
    signal?.throwIfAborted();
    if (BuildError.is(cause)) throw cause;
    throw npmError(request, describeCause(cause), cause);
  } finally {
    await removeTemporary(folder);
  }
}

const ARGS = [
  'install',
  '--package-lock-only',
  '--package-lock=true',
  '--lockfile-version=3',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  // The lock is the same, whichever registry is asked.
  '--omit-lockfile-registry-resolved',
];

function runNpm(request: NpmListRequest, cwd: string, signal: AbortSignal | undefined) {
  return new Promise<void>((done, fail) => {
    const child = spawn('npm', ARGS, { cwd, stdio: ['ignore', 'ignore', 'pipe'], signal });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-MAX_SAID_BYTES);
    });
    child.once('error', (cause) => {
      const isMissing = systemErrorCode(cause) === 'ENOENT';
      fail(
        npmError(request, isMissing ? 'there is no program "npm"' : describeCause(cause), cause),
      );
    });
    child.once('close', (code) => {
      if (code === 0) done();
      else fail(npmError(request, said.trim() || `npm ended with ${code}`));
    });
  });
}

function npmError(request: NpmListRequest, got: string, cause?: unknown): BuildError {
  return new BuildError('E_NPM_PROGRAM', `npm cannot resolve ${npmKey(request)}`, {
    got: got.replace(/\/\/[^/@\s]*@/g, '//…@'),
    expected: 'npm 7 or newer, and a registry that has them',
    fix: 'try it: "npm install --package-lock-only"; or commit a package-lock.json, and name it as "source"',
    ...(cause === undefined ? {} : { cause }),
  });
}
