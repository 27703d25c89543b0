import type { InputKind } from '../kind';
import { fakeWheels } from './fake';
import { describeRequest, type PythonRequest, readRequest, requestKey } from './request';
import {
  addLocked,
  EMPTY_SECTION,
  findLocked,
  findUnused,
  type PythonPackagesLock,
  type PythonSection,
  readSection,
  writeSection,
} from './section';

/**
 * Sets of wheels: those that a lock file of Python packages means for a target, with their hashes. A
 * wheel that several sets have stands there once.
 */
export const PYTHON: InputKind<PythonRequest, PythonPackagesLock, PythonSection> = {
  name: 'python',
  key: requestKey,
  describe: describeRequest,
  readRequest,
  fake: fakeWheels,
  section: {
    empty: EMPTY_SECTION,
    read: readSection,
    write: writeSection,
    find: findLocked,
    add: addLocked,
    unused: findUnused,
    count: ({ files }) => Object.keys(files).length,
    nouns: ['wheel', 'wheels'],
  },
};
