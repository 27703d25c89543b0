/** What a {@link tinyProgram} does. */
export type TinyProgram =
  /** Writes to stderr and ends with an exit code below 256. */
  | { readonly says: string; readonly exitCode: number }
  /** Ends well, after so many seconds. */
  | { readonly sleepsSeconds: number }
  /** Never ends by itself. */
  | { readonly waits: true };

const LOAD_ADDRESS = 0x400000;
const HEADERS_BYTES = 64 + 56;

/**
 * A program of a few dozen bytes for Linux on the machine's processor, which needs no file beside
 * itself: an exec vertex can run it in an otherwise empty root.
 *
 * @see System V ABI, ELF; the system call tables of Linux for x86-64 and arm64
 */
export function tinyProgram(program: TinyProgram): Buffer {
  const text = dataOf(program);
  const isArm = process.arch === 'arm64';
  const code = isArm ? arm64Code(program, text.length) : x64Code(program, text.length);
  const body = Buffer.concat([code, text]);

  const header = Buffer.alloc(HEADERS_BYTES);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeUInt16LE(2, 16); // executable
  header.writeUInt16LE(isArm ? 183 : 62, 18);
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(BigInt(LOAD_ADDRESS + HEADERS_BYTES), 24); // entry
  header.writeBigUInt64LE(64n, 32); // program headers
  header.writeUInt16LE(64, 52);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(1, 56);
  header.writeUInt32LE(1, 64); // PT_LOAD
  header.writeUInt32LE(5, 68); // readable, executable
  header.writeBigUInt64LE(BigInt(LOAD_ADDRESS), 80);
  header.writeBigUInt64LE(BigInt(LOAD_ADDRESS), 88);
  const size = BigInt(HEADERS_BYTES + body.length);
  header.writeBigUInt64LE(size, 96);
  header.writeBigUInt64LE(size, 104);
  header.writeBigUInt64LE(0x1000n, 112);
  return Buffer.concat([header, body]);
}

/** What stands behind the code: text, or a time. */
function dataOf(program: TinyProgram): Buffer {
  if ('says' in program) return Buffer.from(program.says);
  const time = Buffer.alloc('sleepsSeconds' in program ? 16 : 0);
  if ('sleepsSeconds' in program) time.writeBigInt64LE(BigInt(program.sleepsSeconds));
  return time;
}

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return [...bytes];
};

function x64Code(program: TinyProgram, length: number): Buffer {
  // pause, and again if a signal ended it
  if ('waits' in program) return Buffer.from([0xb8, ...int32(34), 0x0f, 0x05, 0xeb, 0xf7]);
  const exitCode = 'says' in program ? program.exitCode : 0;
  const exit = [0xb8, ...int32(60), 0xbf, ...int32(exitCode), 0x0f, 0x05];
  if ('sleepsSeconds' in program) {
    const sleep = [0x31, 0xf6, 0x0f, 0x05, ...exit];
    return Buffer.from([0xb8, ...int32(35), 0x48, 0x8d, 0x3d, ...int32(sleep.length), ...sleep]);
  }
  const before = [0xb8, ...int32(1), 0xbf, ...int32(2)];
  const after = [0xba, ...int32(length), 0x0f, 0x05, ...exit];
  // lea rsi, [rip + distance to the text behind the code]
  return Buffer.from([...before, 0x48, 0x8d, 0x35, ...int32(after.length), ...after]);
}

function arm64Code(program: TinyProgram, length: number): Buffer {
  const set = (register: number, value: number) => 0xd2800000 + value * 32 + register;
  const SVC = 0xd4000001;
  const words =
    'says' in program
      ? [
          set(0, 2),
          // adr x1, the text behind the code: seven more words from here
          0x10000001 + ((7 * 4) >> 2) * 32,
          set(2, length),
          set(8, 64),
          SVC,
          set(0, program.exitCode),
          set(8, 93),
          SVC,
        ]
      : 'sleepsSeconds' in program
        ? [
            // adr x0, the time behind the code: seven more words from here
            0x10000000 + ((7 * 4) >> 2) * 32,
            set(1, 0),
            set(8, 101),
            SVC,
            set(0, 0),
            set(8, 93),
            SVC,
          ]
        : // ppoll of nothing, without end
          [set(0, 0), set(1, 0), set(2, 0), set(3, 0), set(8, 73), SVC, 0x17fffffa];
  const code = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) code.writeUInt32LE(word >>> 0, index * 4);
  return code;
}
