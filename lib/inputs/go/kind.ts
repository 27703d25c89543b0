import type { InputKind } from '../kind';
import { fakeModules } from './fake';
import { describeRequest, type GoRequest, readRequest, requestKey } from './request';
import {
  addLocked,
  EMPTY_SECTION,
  findLocked,
  findUnused,
  type GoModulesLock,
  type GoSection,
  readSection,
  writeSection,
} from './section';

/**
 * Sets of Go modules: all files of a module proxy that a go.sum names; the lock keeps their hashes. A
 * file that several sets have stands there once.
 */
export const GO: InputKind<GoRequest, GoModulesLock, GoSection> = {
  name: 'go',
  key: requestKey,
  describe: describeRequest,
  readRequest,
  fake: fakeModules,
  section: {
    empty: EMPTY_SECTION,
    read: readSection,
    write: writeSection,
    find: findLocked,
    add: addLocked,
    unused: findUnused,
    facts: ({ files }) =>
      Object.entries(files).map(([name, { sha256, size }]) => ({
        name,
        version: `sha256:${sha256}`,
        size,
      })),
    count: ({ files }) => Object.keys(files).length,
    nouns: ['file of Go modules', 'files of Go modules'],
  },
};
