import { BuildError } from '../../errors';
import { block, line, members, type SchemaReader } from '../../json';
import {
  type NpmFields,
  type NpmProject,
  readNpmPackages,
  readYarnProject,
  writeNpmPackages,
  type YarnProject,
} from '../../npm';
import { type Entries, entrySection } from '../entries';
import { fakeHash } from '../fake-hash';
import type { InputKind } from '../kind';
import { describeNpm, type NpmRequest, npmKey, readNpmRequest } from './request';

/** All packages of a project. */
export type NpmLock = PlacedLock | YarnLock;

/** Packages as `packages` of a package-lock.json has them. */
export interface PlacedLock {
  /** By their places; what nothing reads is left out. */
  readonly packages: Readonly<Record<string, NpmFields>>;
}

/** Packages of a yarn.lock, whose places what the archives say decides too. */
export interface YarnLock {
  /** What yarn.lock and package.json say. */
  readonly yarn: YarnProject;
}

/** A project as the lock has it. */
export function lockProject(project: NpmProject): NpmLock {
  return project.type === 'yarn'
    ? { yarn: project.yarn }
    : { packages: writeNpmPackages(project.packages) };
}

/**
 * A project of the lock.
 *
 * @throws BuildError `E_NPM_LOCK`, `E_NPM_SOURCE`
 */
export function lockedProject(lock: NpmLock): NpmProject {
  return 'yarn' in lock
    ? { type: 'yarn', yarn: lock.yarn }
    : { type: 'packages', packages: readNpmPackages(lock.packages) };
}

const nouns = ['package-lock.json', 'package-lock.jsons'] as const;

/** Packages of npm: which there are; a package-lock.json of the app is read by the app itself. */
export const NPM: InputKind<NpmRequest, NpmLock, Entries<NpmLock>> = {
  name: 'npm',
  key: npmKey,
  describe: describeNpm,
  readRequest: readNpmRequest,
  fake: fakeLock,
  section: {
    ...entrySection({ key: npmKey, nouns, read: readEntry }),
    write: (section, indent) =>
      block(
        indent,
        members(section, (lock) => {
          const [inner, deep] = [`${indent}  `, `${indent}    `];
          if (!('yarn' in lock)) {
            return block(inner, [['packages', block(deep, members(lock.packages, line))]]);
          }
          const { folders, packages } = lock.yarn;
          const parts = [
            ['folders', block(`${deep}  `, members(folders, line))],
            ['packages', block(`${deep}  `, members(packages, line))],
          ] as const;
          return block(inner, [['yarn', block(deep, parts)]]);
        }),
      ),
  },
};

function readEntry(value: unknown, at: string, schema: SchemaReader): NpmLock {
  const { packages, yarn } = schema.object(value, at);
  try {
    if (yarn !== undefined) return { yarn: readYarnProject(yarn) };
    return { packages: writeNpmPackages(readNpmPackages(packages)) };
  } catch (error) {
    if (!BuildError.is(error)) throw error;
    const { details, message } = error;
    throw schema.wrong(
      `${at}.${yarn === undefined ? 'packages' : 'yarn'}`,
      details.got ?? 'nothing',
      `${details.expected ?? 'another'}: ${message}`,
    );
  }
}

/** One package that needs another, for each that is asked for. */
function fakeLock(request: NpmRequest): NpmLock {
  const names = request.type === 'list' ? Object.keys(request.packages) : ['made-up'];
  const ranges = Object.fromEntries(names.map((name) => [name, '*']));
  const made = (name: string, more: object) => {
    const digest = Buffer.from(fakeHash(`${npmKey(request)} ${name}`).repeat(2), 'hex');
    return { version: '1.0.0', integrity: `sha512-${digest.toString('base64')}`, ...more };
  };
  const packages = Object.fromEntries(
    names.map((name) => [
      `node_modules/${name}`,
      made(name, {
        bin: { [name.slice(name.indexOf('/') + 1)]: 'cli.js' },
        engines: { node: '>=18' },
        dependencies: { 'made-up-library': '^1.0.0' },
      }),
    ]),
  );
  const all = {
    '': { dependencies: ranges },
    ...packages,
    'node_modules/made-up-library': made('made-up-library', {}),
  };
  return { packages: writeNpmPackages(readNpmPackages(all)) };
}
