import { suiteKey } from '../../../debian';
import type { DebianRequest } from '../request';
import type { DebianArchiveLock } from '../section';
import type { ArchiveContext } from './archive-context';
import { ArchiveResolver } from './archive-resolver';

/** An archive at several dates: that of the app, and those that packages were moved to. */
export class ArchiveDates {
  readonly #request: DebianRequest;
  readonly #locked: DebianArchiveLock | undefined;
  readonly #context: ArchiveContext;
  readonly #resolvers = new Map<string, ArchiveResolver>();

  /**
   * @param request any request of the archive
   * @param locked what an earlier lock has of the archive
   */
  constructor(
    request: DebianRequest,
    locked: DebianArchiveLock | undefined,
    context: ArchiveContext,
  ) {
    this.#request = request;
    this.#locked = locked;
    this.#context = context;
  }

  /** The date as packages of the lock have it: undefined for that of the app. */
  own(snapshot: string): string | undefined {
    return snapshot === this.#request.snapshot ? undefined : snapshot;
  }

  /** The archive at a date; without one at that of the app. */
  at(snapshot: string = this.#request.snapshot): ArchiveResolver {
    const known = this.#resolvers.get(snapshot);
    if (known !== undefined) return known;
    const isOwn = this.own(snapshot) === undefined;
    const releases = isOwn ? this.#locked?.releases : this.#locked?.later?.[snapshot];
    const locked = { releases: releases ?? {}, sets: {}, packages: {} };
    const made = new ArchiveResolver({ ...this.#request, snapshot }, locked, this.#context);
    this.#resolvers.set(snapshot, made);
    return made;
  }

  /** The Releases of a date, as the lock has them. */
  async releases(snapshot?: string): Promise<DebianArchiveLock['releases']> {
    const loaded = await this.at(snapshot).releases();
    return Object.fromEntries(loaded.map(({ source, lock }) => [suiteKey(source), lock]));
  }
}
