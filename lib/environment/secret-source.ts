import { readFileSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemErrorCode } from '../errors';
import { csvFields } from './csv-fields';
import type { SpecPlace } from './spec-place';

/** Largest secret that daemons take. */
const MAX_BYTES = 500 * 1024;

const EXPECTED = 'id=<id>[,type=file|env][,src=<file>|,env=<variable>]';
const KEYS = ['id', 'type', 'src', 'source', 'env'];

/** Where a secret of this machine comes from. Its content is read when a step asks for it. */
export interface SecretSource {
  readonly id: string;
  /** What named it: `option "--secret"`. */
  readonly by: string;
  /** Where it is: `variable TOKEN`, `file "/home/me/token"`. */
  readonly place: string;
  /** Why it cannot be had. @default - it can */
  problem(): string | undefined;
  /** @throws the system's error */
  read(): string | Uint8Array;
}

/**
 * Reads what buildx has as `--secret`: `id=token,src=file`, `id=token,env=TOKEN`. Without either it
 * is the variable that is named as the id, and where there is none the file.
 *
 * @throws the error of the place
 */
export function parseSecretSource(text: string, at: SpecPlace): SecretSource {
  const { id, type, src, env } = readFields(text, at);
  if (type === 'env' || (type === undefined && env !== undefined)) {
    return ofVariable(id, env ?? src ?? id, at);
  }
  if (src !== undefined || type === 'file') return ofFile(id, src ?? id, at);
  return at.env[id] === undefined ? ofFile(id, id, at) : ofVariable(id, id, at);
}

type Fields = Readonly<Partial<Record<'type' | 'src' | 'env', string>>> & { readonly id: string };

function readFields(text: string, { by, fail }: SpecPlace): Fields {
  const wrong = (says: string, got: string) =>
    fail(`${by} ${says}`, {
      got,
      expected: EXPECTED,
      fix: 'name a file or a variable that holds the secret, never the secret itself',
    });
  const fields: Record<string, string> = {};
  for (const field of csvFields(text) ?? []) {
    const equals = field.indexOf('=');
    const key = field.slice(0, Math.max(0, equals)).trim().toLowerCase();
    if (!KEYS.includes(key)) {
      throw wrong('has a field that is not known', 'a field that is not shown');
    }
    const name = key === 'source' ? 'src' : key;
    if (fields[name] !== undefined) throw wrong(`has "${name}" twice`, 'a value that is not shown');
    fields[name] = field.slice(equals + 1);
  }
  const { id, type, src, env } = fields;
  if (!id) throw wrong('has no id', id === undefined ? 'no "id"' : 'an empty "id"');
  if (type !== undefined && type !== 'file' && type !== 'env') {
    throw wrong(`"${id}" has a type that is not known`, 'a type that is not shown');
  }
  if (src !== undefined && env !== undefined) throw wrong(`"${id}" has two sources`, 'src and env');
  if (type === 'file' && env !== undefined) throw wrong(`"${id}" has two sources`, 'file and env');
  return { ...fields, id };
}

function ofVariable(id: string, name: string, { by, env }: SpecPlace): SecretSource {
  return {
    id,
    by,
    place: `variable ${name}`,
    problem: () => {
      const value = env[name];
      return value === undefined ? 'it is not set' : sizeProblem(Buffer.byteLength(value));
    },
    read: () => env[name] ?? '',
  };
}

function ofFile(id: string, file: string, { by, folder }: SpecPlace): SecretSource {
  const path = resolve(folder, file);
  let ofPipe: Uint8Array | undefined;
  return {
    id,
    by,
    place: `file "${path}"`,
    problem: () => {
      try {
        return fileProblem(statSync(path));
      } catch (error) {
        const code = systemErrorCode(error);
        return code === 'ENOENT' ? 'there is no such file' : (code ?? 'it cannot be read');
      }
    },
    read: () => {
      if (ofPipe !== undefined) return ofPipe;
      const isFile = statSync(path).isFile();
      const content = readFileSync(path);
      // A pipe gives what it holds once, and several steps may ask.
      if (!isFile) ofPipe = content;
      return content;
    },
  };
}

function fileProblem(stats: Stats): string | undefined {
  return stats.isDirectory() ? 'it is a folder' : sizeProblem(stats.size);
}

function sizeProblem(bytes: number): string | undefined {
  return bytes > MAX_BYTES
    ? `it has ${bytes} bytes, more than the ${MAX_BYTES} that daemons take`
    : undefined;
}
