import { BuildError } from '../errors';

/** What of a go.mod is needed to know what a build needs. */
export interface GoMod {
  /** Path of the module. */
  readonly module: string;
  /** The line `go`: `1.23.0`. @default - it has none, which is `1.16` to Go */
  readonly go?: string;
  /** How many modules it requires. */
  readonly requires: number;
  /** Folders that stand in for modules: `./api`. */
  readonly folders: readonly string[];
}

/**
 * Reads a go.mod. Directives that say nothing of what a build needs are passed over.
 *
 * @param file what it is, for errors
 * @throws BuildError `E_GO_MOD`
 * @see Go Modules Reference, "go.mod files"
 */
export function parseGoMod(text: string, file: string): GoMod {
  let module: string | undefined;
  let go: string | undefined;
  let requires = 0;
  const folders: string[] = [];
  for (const { directive, words } of directives(text)) {
    const [first = ''] = words;
    if (directive === 'module') module ??= first;
    else if (directive === 'go') go ??= first;
    else if (directive === 'require') requires += 1;
    else if (directive === 'replace') {
      const target = words[words.indexOf('=>') + 1] ?? '';
      if (/^\.{0,2}\//.test(target)) folders.push(target);
    }
  }
  if (module === undefined || module === '') {
    throw new BuildError('E_GO_MOD', `${file} cannot be read`, {
      got: 'no line "module"',
      expected: 'a go.mod: "module example.org/app"',
    });
  }
  if (go !== undefined && !/^\d+(?:\.\d+){0,2}(?:(?:rc|beta)\d+)?$/.test(go)) {
    throw new BuildError('E_GO_MOD', `${file} cannot be read`, {
      got: `go ${JSON.stringify(go.slice(0, 40))}`,
      expected: 'a version of Go: "go 1.24"',
    });
  }
  return { module, ...(go === undefined ? {} : { go }), requires, folders };
}

/** The line `go` of any module's go.mod, whatever else is in it. */
export function goLineOf(text: string): string | undefined {
  const [line] = [...directives(text)].filter(({ directive }) => directive === 'go');
  const version = line?.words[0];
  return version !== undefined && /^\d+(?:\.\d+){0,2}(?:(?:rc|beta)\d+)?$/.test(version)
    ? version
    : undefined;
}

interface Directive {
  readonly directive: string;
  readonly words: readonly string[];
}

/** Lines by themselves, and those of blocks, each with the word that its block begins with. */
function* directives(text: string): Generator<Directive> {
  let block: string | undefined;
  for (const line of text.split('\n')) {
    const words = wordsOf(line);
    const [first, second] = words;
    if (first === undefined) continue;
    if (block !== undefined) {
      if (first === ')') block = undefined;
      else yield { directive: block, words };
    } else if (second === '(' && words.length === 2) {
      block = first;
    } else {
      yield { directive: first, words: words.slice(1) };
    }
  }
}

function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [, quoted, raw, comment, bare] of line.matchAll(
    /"((?:[^"\\]|\\.)*)"|`([^`]*)`|(\/\/.*$)|((?:(?!\/\/)[^\s"`])+)/g,
  )) {
    if (comment !== undefined) break;
    words.push(quoted ?? raw ?? bare ?? '');
  }
  return words;
}
