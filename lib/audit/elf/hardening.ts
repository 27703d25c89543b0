import type { ElfFile } from './elf-file';

/** What a program was hardened with, by what its file tells. */
export interface Hardening {
  /** It is loaded at any address. Of a library always. */
  readonly pie: boolean;
  /** Its relocations are read-only: `full` where all symbols are bound at the start. */
  readonly relro: 'full' | 'partial' | 'none';
  /** Its stack is not executable. */
  readonly nx: boolean;
  /** Functions look after their stack. Undefined where a file does not tell: static, or of Go. */
  readonly stackProtector: boolean | undefined;
  /** Functions of the C library check lengths. Undefined where a file does not tell. */
  readonly fortified: boolean | undefined;
}

const ET_EXEC = 2;

/** Functions that FORTIFY_SOURCE puts a checked one in the place of, of those that most use. */
const FORTIFIABLE = [
  ...['memcpy', 'memmove', 'memset', 'strcpy', 'strncpy', 'strcat', 'strncat', 'stpcpy'],
  ...['sprintf', 'snprintf', 'vsprintf', 'vsnprintf', 'printf', 'fprintf', 'vprintf', 'vfprintf'],
  ...['syslog', 'vsyslog', 'read', 'recv', 'fgets', 'fread', 'realpath', 'readlink', 'getcwd'],
];

/** The hardening of a program or library. @see hardening-check(1) */
export function hardeningOf(elf: ElfFile): Hardening {
  const { dynamicNames: names } = elf;
  const isDynamic = elf.needed.length > 0;
  const relro = !elf.hasRelro ? 'none' : elf.isBoundAtStart ? 'full' : 'partial';
  // The linker of a static program at any address leaves nothing to bind.
  return {
    pie: elf.type !== ET_EXEC,
    relro: relro === 'partial' && !isDynamic ? 'full' : relro,
    nx: elf.hasDataStack,
    stackProtector:
      isDynamic && !isGo(elf)
        ? names.has('__stack_chk_fail') || names.has('__stack_chk_guard')
        : undefined,
    fortified: isDynamic && !isGo(elf) ? isFortified(names) : undefined,
  };
}

/** Whether it is a program of Go, which has its own stacks and strings. */
export function isGo({ sections }: ElfFile): boolean {
  return sections.has('.go.buildinfo') || sections.has('.note.go.buildid');
}

function isFortified(names: ReadonlySet<string>): boolean | undefined {
  if ([...names].some((name) => /^__\w+_chk$/.test(name) && name !== '__stack_chk')) return true;
  return FORTIFIABLE.some((name) => names.has(name)) ? false : undefined;
}
