import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './debian-package';

/** Path of trixie's apt-get, or the reason why there is none. */
export function aptOfTrixie(): { readonly program: string } | string {
  const script = join(__dirname, '../../scripts/apt');
  const { status, stdout, stderr } = spawnSync(script, { encoding: 'utf8' });
  return status === 0 ? { program: stdout.trim() } : stderr.trim();
}

/** The index of a suite. */
export interface AptIndex {
  readonly suite: string;
  /** The text of its Packages. */
  readonly packages: string;
  /** A line of sources.list to read it by. @default - it is written as a flat archive */
  readonly source?: string;
  /** Fields of its Release, e.g. `{ NotAutomatic: 'yes' }`. @default - it has none */
  readonly release?: Readonly<Record<string, string>>;
}

/** What apt would do, or what it says where it would do nothing. */
export type AptAnswer =
  | {
      /** Names of packages that would be installed, sorted; `name:arch` for a foreign one. */
      readonly installed: readonly string[];
      /** `name` to version of those. */
      readonly versions: ReadonlyMap<string, string>;
      readonly removed: readonly string[];
      /** Whether its first solver gave up, and solver 3.0 had an answer. */
      readonly bySolver3: boolean;
    }
  | { readonly error: string };

/** A system of apt's own in a folder: indexes on disk, a made-up status, and nothing of the machine. */
export class AptSystem {
  readonly #folder: string;
  readonly #program: string;

  /**
   * @param status paragraphs of a Packages index that are installed
   * @param preferences the text of apt_preferences(5)
   */
  constructor(
    folder: string,
    program: string,
    architecture: string,
    indexes: readonly AptIndex[],
    status: readonly string[] = [],
    preferences = '',
  ) {
    this.#folder = folder;
    this.#program = program;
    for (const name of ['lists/partial', 'cache/archives/partial', 'etc/parts', 'log']) {
      mkdirSync(join(folder, name), { recursive: true });
    }
    const sources = indexes.map(({ suite, packages, release, source }) => {
      if (source !== undefined) return `${source}\n`;
      mkdirSync(join(folder, 'suites', suite), { recursive: true });
      writeFileSync(join(folder, 'suites', suite, 'Packages'), packages, 'latin1');
      if (release !== undefined) {
        writeFileSync(join(folder, 'suites', suite, 'Release'), releaseText(packages, release));
      }
      return `deb [trusted=yes] file:${join(folder, 'suites', suite)} ./\n`;
    });
    writeFileSync(join(folder, 'etc/sources.list'), sources.join(''));
    writeFileSync(join(folder, 'empty'), '');
    writeFileSync(join(folder, 'preferences'), preferences);
    writeFileSync(join(folder, 'status'), status.map(installed).join('\n'), 'latin1');
    writeFileSync(
      join(folder, 'apt.conf'),
      Object.entries({
        Dir: `${join(program, '..')}/`,
        'Dir::State': join(folder, 'state'),
        'Dir::State::status': join(folder, 'status'),
        'Dir::State::lists': join(folder, 'lists'),
        'Dir::Cache': join(folder, 'cache'),
        'Dir::Etc': join(folder, 'etc'),
        'Dir::Etc::sourcelist': join(folder, 'etc/sources.list'),
        'Dir::Etc::sourceparts': join(folder, 'etc/parts'),
        'Dir::Etc::main': join(folder, 'empty'),
        'Dir::Etc::parts': join(folder, 'etc/parts'),
        'Dir::Etc::preferences': join(folder, 'preferences'),
        'Dir::Etc::preferencesparts': join(folder, 'etc/parts'),
        'Dir::Log': join(folder, 'log'),
        'APT::Architecture': architecture,
        'APT::Architectures::': architecture,
        'APT::Sandbox::User': 'root',
        'Acquire::Languages': 'none',
        'Debug::NoLocking': '1',
      })
        .map(([name, value]) => `${name} "${value}";\n`)
        .join(''),
    );
    const { status: failed, stderr } = spawnSync(program, ['-qq', 'update'], {
      env: this.#environment,
      encoding: 'utf8',
    });
    if (failed !== 0) throw new Error(`apt-get update: ${stderr}`);
  }

  /** What `apt-get install` would do, as `--simulate` tells it too, which takes ten times as long. */
  async install(names: readonly string[], recommends: boolean): Promise<AptAnswer> {
    const flag = recommends ? '--install-recommends' : '--no-install-recommends';
    const { failed, stdout, stderr } = await this.#run([
      ...['-q', '--yes', '--print-uris', flag, 'install', ...names],
    ]);
    if (failed) return { error: stderr.trim() };
    const versions = new Map<string, string>();
    for (const [, name = '', version = ''] of stdout.matchAll(/^'\S+' ([^_ ]+)_([^_ ]+)_\S+ /gm)) {
      versions.set(name, decodeURIComponent(version));
    }
    return {
      installed: namesUnder(stdout, 'The following NEW packages will be installed:'),
      versions,
      removed: namesUnder(stdout, 'The following packages will be REMOVED:'),
      bySolver3: /by the 3.0 solver/.test(stdout + stderr),
    };
  }

  /** The versions that apt would install, by name; none for what it would not. */
  async candidates(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const name of names) {
      const answer = await this.install([name], false);
      if ('error' in answer) continue;
      for (const [other, version] of answer.versions) if (other === name) found.set(name, version);
    }
    return found;
  }

  #run(args: string[]): Promise<{ failed: boolean; stdout: string; stderr: string }> {
    return new Promise((resolve) => {
      const options = { env: this.#environment, maxBuffer: 1 << 26 };
      execFile(this.#program, args, options, (error, stdout, stderr) => {
        resolve({ failed: error !== null, stdout, stderr });
      });
    });
  }

  get #environment(): NodeJS.ProcessEnv {
    return { ...process.env, APT_CONFIG: join(this.#folder, 'apt.conf'), LC_ALL: 'C' };
  }
}

function releaseText(packages: string, fields: Readonly<Record<string, string>>): string {
  const content = Buffer.from(packages, 'latin1');
  const all = { Date: 'Thu, 01 Jan 2026 00:00:00 UTC', ...fields };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\n`);
  return `${lines.join('')}SHA256:\n ${sha256(content)} ${content.length} Packages\n`;
}

function installed(paragraph: string): string {
  return `Status: install ok installed\n${paragraph.trim()}\n`;
}

/** The names of an indented list below a heading. */
function namesUnder(output: string, heading: string): string[] {
  const lines = output.split('\n');
  const names: string[] = [];
  for (let at = lines.indexOf(heading) + 1; at > 0 && lines[at]?.startsWith(' '); at += 1) {
    names.push(...(lines[at]?.trim().split(/\s+/) ?? []));
  }
  return names.map((name) => name.replace(/\*$/, '')).sort();
}
