import { createHash } from 'node:crypto';
import { parseGoMod, parseGoSum, sumFileName } from '../../go';
import { fakeHash, fakeNumber } from '../fake-hash';
import { type GoRequest, ownZip } from './request';
import type { GoFile, GoModulesLock } from './section';

/** A set of modules that was made up: those that a go.sum of the app names, or two. */
export function fakeModules(request: GoRequest): GoModulesLock {
  if (request.type === 'files') {
    const files = parseGoSum(request.goSum, 'go.sum').map(({ h1, ...file }) =>
      fakeFile(sumFileName(file), h1),
    );
    const { go, module } = parseGoMod(request.goMod, 'go.mod');
    return { module, ...(go === undefined ? {} : { go }), files };
  }
  const needed = ['example.org/made-up@v1.0.0', 'example.org/made-up@v1.0.0/go.mod'];
  if (request.type === 'git') {
    return { module: 'example.org/app', go: '1.21', files: needed.map((name) => fakeFile(name)) };
  }
  const key = ownZip(request);
  const files = [
    fakeFile(key, request.sum),
    ...[...needed, `${key}/go.mod`].map((name) => fakeFile(name)),
  ];
  return {
    module: request.module,
    go: '1.21',
    files: files.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function fakeFile(name: string, h1 = fakeSum(name)): GoFile {
  return { name, h1, size: 1 + fakeNumber(name, 1_000_000), sha256: fakeHash(name) };
}

function fakeSum(name: string): string {
  return `h1:${createHash('sha256').update(`h1 ${name}`).digest('base64')}`;
}
