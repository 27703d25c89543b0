import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CandidateSet, PackagesIndex } from '../../lib/debian';
import { type AptIndex, AptSystem } from '../../test/support/real-apt';
import { describeRequest, type SweepRequest } from './requests';

/** apt's answer, as it is kept. */
export interface KeptAnswer {
  readonly installed?: readonly string[];
  readonly removed?: readonly string[];
  readonly bySolver3?: boolean;
  readonly error?: string;
}

/** Systems of apt for one architecture: with nothing on them, and with a minbase. */
export async function aptSystems(
  program: string,
  architecture: string,
  indexes: readonly AptIndex[],
): Promise<Record<'minbase' | 'none', AptSystem>> {
  const make = (status: readonly string[]) =>
    new AptSystem(
      mkdtempSync(join(tmpdir(), 'apt-sweep-')),
      program,
      architecture,
      indexes,
      status,
    );
  const none = make([]);
  const candidates = new CandidateSet(
    indexes.map(({ suite, packages }) => ({ suite, index: new PackagesIndex(packages) })),
  );
  const roots = [...candidates.required().map((found) => found.package.name), 'apt'];
  const answer = await none.install(roots, false);
  if ('error' in answer) throw new Error(answer.error);
  const minbase = make(
    answer.installed.map((name) =>
      paragraphOf(indexes, name, answer.versions.get(name) ?? '', architecture),
    ),
  );
  return { none, minbase };
}

function paragraphOf(indexes: readonly AptIndex[], name: string, version: string, arch: string) {
  for (const { packages } of indexes) {
    const text = `\n${packages}`;
    for (let at = text.indexOf(`\nPackage: ${name}\n`); at >= 0; ) {
      const end = text.indexOf('\n\n', at + 1);
      const paragraph = text.slice(at, end < 0 ? undefined : end);
      if (paragraph.includes(`\nVersion: ${version}\n`)) return paragraph;
      at = text.indexOf(`\nPackage: ${name}\n`, at + 1);
    }
  }
  throw new Error(`${name} ${version} is not in the indexes for ${arch}`);
}

/** Answers of apt by request, kept in a file for as long as the indexes stay the same. */
export class Answers {
  readonly #file: string;
  readonly #kept: Record<string, KeptAnswer>;

  constructor(folder: string, indexes: readonly AptIndex[]) {
    const hash = createHash('sha256');
    for (const { packages } of indexes) hash.update(packages);
    this.#file = join(folder, `answers-${hash.digest('hex').slice(0, 16)}.json`);
    this.#kept = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : {};
  }

  async ask(request: SweepRequest, system: AptSystem): Promise<KeptAnswer> {
    const key = describeRequest(request);
    const known = this.#kept[key];
    if (known !== undefined) return known;
    const answer = await system.install(request.include, request.recommends);
    const { versions: _, ...kept } = 'error' in answer ? { ...answer, versions: 0 } : answer;
    this.#kept[key] = kept;
    return kept;
  }

  save(): void {
    writeFileSync(this.#file, JSON.stringify(this.#kept));
  }
}
