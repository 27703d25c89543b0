/** What the dynamic loader is told by an ELF file. */
export interface DynamicProgram {
  /** `e_machine`. @default 62, x86-64 */
  readonly machine?: number;
  /** @default - none: a library, or a static program */
  readonly interpreter?: string;
  /** Names of libraries. @default [] */
  readonly needed?: readonly string[];
  /** Names that are linked. @default [] */
  readonly symbols?: readonly string[];
  /** DT_RUNPATH. @default - none */
  readonly runpath?: string;
}

const HEADER = 64;
const ENTRY = 56;
const ADDRESS = 0x1000n;

/**
 * An ELF file of 64 bits with what the dynamic loader reads, and no code.
 *
 * @see System V ABI, "Program Header" and "Dynamic Section"
 */
export function dynamicProgram(program: DynamicProgram): Buffer {
  const { interpreter, machine = 62, needed = [], runpath, symbols = [] } = program;
  const strings = ['', ...needed, ...(runpath === undefined ? [] : [runpath]), ...symbols];
  const table = Buffer.from(strings.map((text) => `${text}\0`).join(''));
  const offsetOf = (text: string) => BigInt(table.indexOf(`\0${text}\0`) + 1);

  const body = HEADER + 3 * ENTRY;
  const interp = Buffer.from(interpreter === undefined ? '' : `${interpreter}\0`);
  const stringsAt = body + interp.length;
  const tags: [bigint, bigint][] = [
    ...needed.map((name): [bigint, bigint] => [1n, offsetOf(name)]),
    ...(runpath === undefined ? [] : [[29n, offsetOf(runpath)] as [bigint, bigint]]),
    [5n, ADDRESS + BigInt(stringsAt)],
    [10n, BigInt(table.length)],
    [0n, 0n],
  ];
  const dynamic = Buffer.alloc(tags.length * 16);
  for (const [index, [tag, value]] of tags.entries()) {
    dynamic.writeBigUInt64LE(tag, index * 16);
    dynamic.writeBigUInt64LE(value, index * 16 + 8);
  }
  const dynamicAt = stringsAt + table.length;
  const size = dynamicAt + dynamic.length;

  const header = Buffer.alloc(HEADER);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeUInt16LE(3, 16);
  header.writeUInt16LE(machine, 18);
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(BigInt(HEADER), 32);
  header.writeUInt16LE(HEADER, 52);
  header.writeUInt16LE(ENTRY, 54);
  header.writeUInt16LE(3, 56);
  const segment = (type: number, offset: number, length: number) => {
    const bytes = Buffer.alloc(ENTRY);
    bytes.writeUInt32LE(type, 0);
    bytes.writeBigUInt64LE(BigInt(offset), 8);
    bytes.writeBigUInt64LE(ADDRESS + BigInt(offset), 16);
    bytes.writeBigUInt64LE(BigInt(length), 32);
    bytes.writeBigUInt64LE(BigInt(length), 40);
    return bytes;
  };
  return Buffer.concat([
    header,
    segment(1, 0, size),
    segment(2, dynamicAt, dynamic.length),
    interpreter === undefined ? Buffer.alloc(ENTRY) : segment(3, body, interp.length),
    interp,
    table,
    dynamic,
  ]);
}
