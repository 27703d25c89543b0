import type { InputKind } from '../kind';
import { addFake, fakeClosure } from './fake';
import {
  countPackages,
  factsOf,
  findLocked,
  findUnused,
  type LockedPackage,
  packageNames,
} from './locked';
import { archiveKey, type DebianRequest, readRequest, setKey } from './request';
import { type DebianSection, readSection, writeSection } from './section';

/**
 * Sets of Debian packages of a dated archive; the lock keeps their closure and each package's hash.
 *
 * The section holds an archive once, whatever is asked of it: sets name packages, and a package that
 * several sets have stands there once.
 */
export const DEBIAN: InputKind<DebianRequest, readonly LockedPackage[], DebianSection> = {
  name: 'debian',
  key: (request) => `${archiveKey(request)} ${setKey(request)} ${request.architecture}`,
  describe: (request) =>
    `the package set "${setKey(request)}" of ${request.suite} at ${request.snapshot} for ${request.architecture}`,
  readRequest,
  fake: fakeClosure,
  section: {
    empty: {},
    read: readSection,
    write: writeSection,
    find: findLocked,
    add: addFake,
    unused: findUnused,
    facts: factsOf,
    packages: packageNames,
    count: countPackages,
    nouns: ['Debian package', 'Debian packages'],
  },
};
