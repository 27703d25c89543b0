import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An input of one of Go's functions, and its result; null for an input that it refuses. */
export interface GoRow<In, Out> {
  readonly in: In;
  readonly out: Out | null;
}

/** A git remote as BuildKit's `gitutil.ParseURL` takes it apart. */
export interface GoGitUrl {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly remote: string;
}

/** An OCI platform as Go writes it to JSON. */
export interface GoPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly 'os.version'?: string;
  readonly 'os.features'?: readonly string[];
}

/** What test/reference/tables made: a table for each of Go's functions that ours must equal. */
export interface GoTables {
  readonly clean: readonly GoRow<string, string>[];
  readonly join: readonly GoRow<readonly string[], string>[];
  readonly shlex: readonly GoRow<string, readonly string[]>[];
  readonly ip: readonly GoRow<string, string>[];
  readonly json: readonly GoRow<readonly string[], string>[];
  readonly sorted: readonly GoRow<readonly string[], readonly string[]>[];
  readonly platform: readonly GoRow<GoPlatform, GoPlatform>[];
  readonly git: readonly GoRow<string, GoGitUrl>[];
  readonly reference: readonly GoRow<string, string>[];
}

/** All tables that scripts/llb-reference made. */
export function goTables(): GoTables {
  return JSON.parse(readFileSync(join(__dirname, '../fixtures/go-tables.json'), 'utf8'));
}

/** What ours makes of the input of each row, beside what Go makes of it; equal if all is well. */
export function compareRows<In, Out>(
  rows: readonly GoRow<In, Out>[],
  ours: (input: In) => Out | null,
): { readonly ours: GoRow<In, Out>[]; readonly go: readonly GoRow<In, Out>[] } {
  return { ours: rows.map((row) => ({ in: row.in, out: ours(row.in) })), go: rows };
}

/** The result of a function, or null where it fails with this code. */
export function orRefused<T>(code: string, make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === code) return null;
    throw error;
  }
}
