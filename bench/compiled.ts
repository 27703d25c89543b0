import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { transformFileSync } from '@swc/core';

const ROOT = resolve(__dirname, '..');

/**
 * Compiles folders and files of this repository into a folder of their own, as the published
 * package is compiled, and removes it when `use` is done.
 *
 * A benchmark runs what users run: a loader that transpiles on the fly adds helpers to every
 * function.
 */
export function withCompiled<T>(sources: readonly string[], use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'buildkit-cdk-bench-'));
  try {
    for (const source of sources) compile(source, folder);
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compile(source: string, folder: string): void {
  if (extname(source) !== '.ts') {
    for (const entry of readdirSync(join(ROOT, source), { withFileTypes: true })) {
      const path = join(source, entry.name);
      if (entry.isDirectory() || entry.name.endsWith('.ts')) compile(path, folder);
    }
    return;
  }
  const { code } = transformFileSync(join(ROOT, source), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const target = join(folder, dirname(source));
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, `${basename(source, '.ts')}.js`), code);
}
