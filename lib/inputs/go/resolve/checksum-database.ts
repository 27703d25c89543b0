import type { Environment } from '../../../environment';
import { isPlainUrl } from '../../../environment/go-proxies';
import { BuildError } from '../../../errors';
import { askInTurn } from '../../../fetch/ask-in-turn';
import { eachAtMost } from '../../../fetch/concurrency';
import type { FetchContext } from '../../../fetch/fetch-context';
import { hashOf } from '../../../fetch/file-cache';
import { isServerFailure, reasonOf } from '../../../fetch/server-failure';
import {
  escapeCase,
  formatModule,
  isEarlier,
  isInTree,
  type Lookup,
  type ModuleVersion,
  parseSumFileName,
  readLookup,
  readSignedTree,
  type SubtreeHash,
  type Tile,
  type TreeHead,
  tileOf,
} from '../../../go';
import type { GoFile } from '../section';
import { requireHash } from './module-file';
import { isGone, matchesPrefix } from './module-proxy';

type GoSumDatabase = NonNullable<Environment['goSumDatabase']>;
type Context = Pick<FetchContext, 'cache' | 'environment' | 'http'>;
type Sum = Pick<GoFile, 'h1' | 'name'>;

const MAX_BYTES = 2 ** 20;
const OTHER_FIX =
  'find out who changed it: go.sum, or what the module proxy serves, is not what everybody else has';
/** Questions at a time. */
const QUESTIONS = 8;

/**
 * Holds hashes of go.sum to the checksum database of the environment: it must have them, and prove that they
 * are in its log, of which nothing was taken out since it was asked last. Modules of `GONOSUMDB` are passed
 * over; nothing is asked where the environment has no database.
 *
 * @throws BuildError `E_GO_HASH`, `E_GO_SUMDB`
 * @see Go Modules Reference, "Checksum database"; Proposal: Secure the Public Go Module Ecosystem
 */
export async function requireListed(sums: readonly Sum[], context: Context): Promise<void> {
  const database = context.environment.goSumDatabase;
  const modules = new Map<string, ModuleVersion>();
  for (const { name } of sums) {
    const file = parseSumFileName(name);
    if (file === undefined || database === undefined) continue;
    if (database.notFor.some((pattern) => matchesPrefix(pattern, file.path))) continue;
    modules.set(formatModule(file), { path: file.path, version: file.version });
  }
  if (database === undefined || modules.size === 0) return;
  const log = new ChecksumLog(database, await addressOf(database, context), context);
  const records = await log.records([...modules.values()]);
  for (const sum of sums) requireLine(sum, records, database.key.name);
}

function requireLine(sum: Sum, records: ReadonlyMap<string, string>, database: string): void {
  const { path = '', type, version = '' } = parseSumFileName(sum.name) ?? {};
  const record = records.get(formatModule({ path, version }));
  if (record === undefined) return;
  const start = `${path} ${version}${type === 'mod' ? '/go.mod' : ''} `;
  const line = record.split('\n').find((one) => one.startsWith(start));
  requireHash(sum, line?.slice(start.length) ?? 'no such file', database, OTHER_FIX);
}

/** The log of a database, at the newest state that its own signature vouches for. */
class ChecksumLog {
  private readonly tiles = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly database: GoSumDatabase,
    private readonly url: string,
    private readonly context: Context,
  ) {}

  /** Records of modules, each proven to be in the log: by `module@version`. */
  async records(modules: readonly ModuleVersion[]): Promise<ReadonlyMap<string, string>> {
    const answers = new Map<string, Lookup>();
    await eachAtMost(QUESTIONS, modules, async (module) => {
      const name = formatModule(module);
      const path = `lookup/${escapeCase(module.path)}@${escapeCase(module.version)}`;
      const answer = readLookup((await this.get(path, name)).toString('utf8'));
      if (answer === undefined) throw this.unproven(name, 'an answer of another form');
      answers.set(name, answer);
    });
    const head = await this.newestHead([...answers.values()]);
    await eachAtMost(QUESTIONS, [...answers], async ([name, { place, record }]) => {
      if (await this.proves(head, (subtree) => isInTree(record, place, head, subtree))) return;
      throw this.unproven(name, `record ${place} does not follow from its log of ${head.size}`);
    });
    return new Map([...answers].map(([name, { record }]) => [name, record]));
  }

  /** The newest of what is signed, which must go on from the newest that was ever seen here. */
  private async newestHead(answers: readonly Lookup[]): Promise<TreeHead> {
    const { name } = this.database.key;
    const latest = (await this.get('latest', 'its log')).toString('utf8');
    const notes = [latest, ...answers.map(({ note }) => note)];
    const heads = notes.map((note) => ({ note, head: readSignedTree(note, this.database.key) }));
    const kept = (
      await this.context.cache.getBeside(hashOf(Buffer.from(name)), 'sumdb')
    )?.toString();
    const known = kept === undefined ? undefined : readSignedTree(kept, this.database.key);
    const [first] = heads
      .flatMap(({ head, note }) => (head === undefined ? [] : [{ head, note }]))
      .sort((a, b) => b.head.size - a.head.size);
    if (heads.some(({ head }) => head === undefined) || first === undefined) {
      throw this.unproven('its log', 'a log that is not signed by its key');
    }
    const newest = known !== undefined && known.size > first.head.size ? known : first.head;
    for (const earlier of [first.head, ...(known === undefined ? [] : [known])]) {
      if (earlier === newest) continue;
      if (await this.proves(newest, (subtree) => isEarlier(earlier, newest, subtree))) continue;
      throw this.unproven(
        'its log',
        `its log of ${newest.size} does not go on from that of ${earlier.size}`,
      );
    }
    if (newest === first.head) {
      await this.context.cache.putBeside(
        hashOf(Buffer.from(name)),
        'sumdb',
        Buffer.from(first.note),
      );
    }
    return newest;
  }

  /** Whether something follows from the log, of whose subtrees it is told which ones it takes. */
  private async proves(
    { size }: TreeHead,
    check: (subtree: SubtreeHash) => boolean,
  ): Promise<boolean> {
    const taken: Tile[] = [];
    check((level, index) => {
      taken.push(tileOf(level, index, size));
      return Buffer.alloc(0);
    });
    const contents = new Map<string, Buffer>();
    for (const { path, wholePath } of taken) {
      const content = this.tiles.get(path) ?? this.tile(path, wholePath);
      this.tiles.set(path, content);
      contents.set(path, await content);
    }
    return check((level, index) => {
      const { hash, path } = tileOf(level, index, size);
      return hash(contents.get(path) ?? Buffer.alloc(0));
    });
  }

  private async tile(path: string, wholePath: string): Promise<Buffer> {
    try {
      return await this.ask(path);
    } catch (error) {
      if (path === wholePath || !isGone(error)) throw this.failed('its log', error);
      return this.get(wholePath, 'its log');
    }
  }

  private async get(path: string, what: string): Promise<Buffer> {
    try {
      return await this.ask(path);
    } catch (error) {
      throw this.failed(what, error);
    }
  }

  private ask(path: string): Promise<Buffer> {
    return this.context.http.get(`${this.url}/${path}`, { maxBytes: MAX_BYTES });
  }

  private failed(what: string, error: unknown): unknown {
    if (!isServerFailure(error)) return error;
    return databaseError(this.database, what, reasonOf(error), 'an answer');
  }

  private unproven(what: string, got: string): BuildError {
    return databaseError(this.database, what, got, 'a log that is signed, and proves what it says');
  }
}

/**
 * Where the database is: at the first module proxy that passes its questions on, and where one does not, at
 * its own host.
 */
async function addressOf(database: GoSumDatabase, context: Context): Promise<string> {
  const { name } = database.key;
  if (database.url !== undefined) return database.url;
  const proxies = (context.environment.goProxies?.servers ?? []).filter(({ url }) =>
    isPlainUrl(url),
  );
  const { failures, found } = await askInTurn(
    proxies.map(({ url }) => `${url}/sumdb/${name}`),
    (address) => context.http.get(`${address}/supported`, { maxBytes: MAX_BYTES }),
    isGone,
  );
  if (found !== undefined) return found.server;
  const last = failures.at(-1);
  if (last !== undefined && !isGone(last)) {
    throw databaseError(database, 'its log', reasonOf(last), 'an answer of the module proxy');
  }
  return `https://${name}`;
}

function databaseError(
  { key }: GoSumDatabase,
  what: string,
  got: string,
  expected: string,
): BuildError {
  return new BuildError(
    'E_GO_SUMDB',
    `the checksum database ${key.name} does not vouch for ${what}`,
    {
      got,
      expected,
      fix: 'name modules that it cannot know in GONOSUMDB or GOPRIVATE, or ask no database: GOSUMDB=off',
    },
  );
}
