/** An ELF file: what it is for, what it needs, and what it was made with. */
export interface ElfFile {
  /** `e_machine`: 62 is x86-64, 183 is AArch64. */
  readonly machine: number;
  readonly bits: 32 | 64;
  /** `e_type`: 2 is a program at a fixed address, 3 is one at any, or a library. */
  readonly type: number;
  /** Absolute path of its loader. @default - none: a library, or a static program */
  readonly interpreter: string | undefined;
  /** Names of the libraries that it is loaded with. */
  readonly needed: readonly string[];
  /** Folders that these are looked for in, before those of the system. */
  readonly runpath: readonly string[];
  /** Whether `runpath` is of the old kind, which goes before LD_LIBRARY_PATH. */
  readonly isRpath: boolean;
  /** Names that the dynamic linker deals with, in no order; empty in a static program. */
  readonly dynamicNames: ReadonlySet<string>;
  /** Names of its sections. */
  readonly sections: ReadonlySet<string>;
  /** Whether PT_GNU_STACK says that its stack is not executable. */
  readonly hasDataStack: boolean;
  /** Whether PT_GNU_RELRO makes its relocations read-only. */
  readonly hasRelro: boolean;
  /** Whether all of its symbols are bound at the start, so that none stays writable. */
  readonly isBoundAtStart: boolean;
  /** DF_1_PIE. */
  readonly isMarkedPie: boolean;
}

const PT = { load: 1, dynamic: 2, interp: 3, gnuStack: 0x6474e551, gnuRelro: 0x6474e552 };
const DT = {
  needed: 1,
  strtab: 5,
  strsz: 10,
  rpath: 15,
  bindNow: 24,
  flags: 30,
  runpath: 29,
  flags1: 0x6ffffffb,
};
const DF_BIND_NOW = 8;
const DF_1_NOW = 1;
const DF_1_PIE = 0x08000000;
const PF_X = 1;

/** Whether bytes begin as an ELF file does. */
export function isElf(head: Buffer): boolean {
  return head.length >= 52 && head.readUInt32BE(0) === 0x7f454c46;
}

/**
 * Reads an ELF file of either width and order. What is cut short or leads nowhere is as if it were not
 * there.
 *
 * @returns undefined for what is none
 * @see System V ABI, ELF; elf(5)
 */
export function readElf(bytes: Buffer): ElfFile | undefined {
  if (!isElf(bytes)) return undefined;
  const view = new ElfView(bytes);
  const segments = readSegments(view);
  const loads = segments.filter(({ type }) => type === PT.load);
  const dynamic = readDynamic(
    view,
    segments.find(({ type }) => type === PT.dynamic),
  );
  const one = (tag: number) => dynamic.get(tag)?.[0];
  const strings = readStrings(view, loads, one(DT.strtab), one(DT.strsz));
  const text = (offset: number | undefined) =>
    offset === undefined ? undefined : zeroEnded(strings, offset);
  const runpath = text(one(DT.runpath)) ?? text(one(DT.rpath));
  const interp = segments.find(({ type }) => type === PT.interp);
  const stack = segments.find(({ type }) => type === PT.gnuStack);
  const flags1 = one(DT.flags1) ?? 0;
  return {
    machine: view.u16(18),
    bits: view.isWide ? 64 : 32,
    type: view.u16(16),
    interpreter: interp && zeroEnded(view.part(interp.offset, interp.size), 0),
    needed: (dynamic.get(DT.needed) ?? []).flatMap((offset) => text(offset) ?? []),
    runpath: runpath === undefined ? [] : runpath.split(':').filter((folder) => folder !== ''),
    isRpath: one(DT.runpath) === undefined && one(DT.rpath) !== undefined,
    dynamicNames: new Set(strings.toString('latin1').split('\0')),
    sections: readSectionNames(view),
    hasDataStack: stack !== undefined && (stack.flags & PF_X) === 0,
    hasRelro: segments.some(({ type }) => type === PT.gnuRelro),
    isBoundAtStart:
      dynamic.has(DT.bindNow) ||
      ((one(DT.flags) ?? 0) & DF_BIND_NOW) !== 0 ||
      (flags1 & DF_1_NOW) !== 0,
    isMarkedPie: (flags1 & DF_1_PIE) !== 0,
  };
}

/** Numbers of the width and the order of a file; nothing is read beyond its end. */
class ElfView {
  readonly isWide: boolean;
  readonly #isLittle: boolean;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.isWide = bytes[4] === 2;
    this.#isLittle = bytes[5] !== 2;
  }

  part(offset: number, length: number): Buffer {
    return this.#bytes.subarray(offset, offset + length);
  }

  u16(at: number): number {
    if (at + 2 > this.#bytes.length) return 0;
    return this.#isLittle ? this.#bytes.readUInt16LE(at) : this.#bytes.readUInt16BE(at);
  }

  u32(at: number): number {
    if (at + 4 > this.#bytes.length) return 0;
    return this.#isLittle ? this.#bytes.readUInt32LE(at) : this.#bytes.readUInt32BE(at);
  }

  /** An address or offset; of 64 bits as a number, which is exact for any place in a file. */
  word(at: number): number {
    if (!this.isWide) return this.u32(at);
    if (at + 8 > this.#bytes.length) return 0;
    return Number(
      this.#isLittle ? this.#bytes.readBigUInt64LE(at) : this.#bytes.readBigUInt64BE(at),
    );
  }
}

interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

function readSegments(view: ElfView): Segment[] {
  const { isWide } = view;
  const table = view.word(isWide ? 32 : 28);
  const entry = view.u16(isWide ? 54 : 42);
  const count = view.u16(isWide ? 56 : 44);
  return Array.from({ length: count }, (_, index) => {
    const at = table + index * entry;
    return {
      type: view.u32(at),
      flags: view.u32(at + (isWide ? 4 : 24)),
      offset: view.word(at + (isWide ? 8 : 4)),
      address: view.word(at + (isWide ? 16 : 8)),
      size: view.word(at + (isWide ? 32 : 16)),
    };
  });
}

/** Values of the dynamic section by their tags, in order. */
function readDynamic(view: ElfView, segment: Segment | undefined): Map<number, number[]> {
  const found = new Map<number, number[]>();
  if (segment === undefined) return found;
  const word = view.isWide ? 8 : 4;
  const { length } = view.part(segment.offset, segment.size);
  for (let at = segment.offset; at + 2 * word <= segment.offset + length; at += 2 * word) {
    const tag = view.word(at);
    if (tag === 0) break;
    const values = found.get(tag) ?? [];
    values.push(view.word(at + word));
    found.set(tag, values);
  }
  return found;
}

/** The strings of the dynamic section, which names them by an address in memory. */
function readStrings(view: ElfView, loads: readonly Segment[], address = -1, size = 0): Buffer {
  const load = loads.find((one) => address >= one.address && address < one.address + one.size);
  return load === undefined
    ? Buffer.alloc(0)
    : view.part(load.offset + address - load.address, size);
}

function readSectionNames(view: ElfView): Set<string> {
  const { isWide } = view;
  const table = view.word(isWide ? 40 : 32);
  const entry = view.u16(isWide ? 58 : 46);
  const count = view.u16(isWide ? 60 : 48);
  const header = (index: number) => table + index * entry;
  const place = (at: number) => ({
    offset: view.word(at + (isWide ? 24 : 16)),
    size: view.word(at + (isWide ? 32 : 20)),
  });
  if (table === 0) return new Set();
  const { offset, size } = place(header(view.u16(isWide ? 62 : 50)));
  const names = view.part(offset, size);
  return new Set(
    Array.from({ length: count }, (_, index) => zeroEnded(names, view.u32(header(index)))),
  );
}

function zeroEnded(bytes: Buffer, offset: number): string {
  const end = bytes.indexOf(0, offset);
  return bytes.toString('utf8', offset, end < 0 ? bytes.length : end);
}
