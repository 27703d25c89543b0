// Ways in which bench/fuzz-llb.ts changes its inputs.

/** Numbers that depend on the seed alone (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  of<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new RangeError('empty list');
    return item;
  }
}

const MAX_BYTES = 1 << 20;

/** Bytes that mean something in protobuf: ends of ranges, tags, lengths, huge numbers. */
const TELLING = [
  [0x00],
  [0x7f],
  [0x80],
  [0xff],
  [0x0a, 0x00],
  [0x0a, 0xff, 0xff, 0xff, 0x7f],
  [0x12, 0x00],
  [0x9b, 0x06],
  [0x9c, 0x06],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
  [0xed, 0xa0, 0x80],
].map((bytes) => Buffer.from(bytes));

/** Changes an input: half of the time its bytes, half of the time its fields, so that it parses. */
export function mutate(random: Random, input: Buffer, other: Buffer): Buffer {
  let bytes = input;
  for (let count = 1 + random.below(3); count > 0; count--) {
    bytes =
      random.below(2) === 0
        ? mutateBytes(random, bytes, other)
        : mutateFields(random, bytes, other, 8);
    if (bytes.length > MAX_BYTES) bytes = bytes.subarray(0, MAX_BYTES);
  }
  return bytes;
}

function mutateBytes(random: Random, input: Buffer, other: Buffer): Buffer {
  const at = random.below(input.length + 1);
  const length = random.below(1 + Math.min(64, input.length - at));
  const [head, tail] = [input.subarray(0, at), input.subarray(at)];
  switch (random.below(8)) {
    case 0:
    case 1: {
      const changed = Buffer.from(input);
      if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
      return changed;
    }
    case 2: {
      const changed = Buffer.from(input);
      if (at < changed.length) changed[at] = random.below(256);
      return changed;
    }
    case 3:
      return head;
    case 4:
      return Buffer.concat([head, random.of(TELLING), tail]);
    case 5:
      return Buffer.concat([head, tail.subarray(length)]);
    case 6:
      return Buffer.concat([input.subarray(0, at + length), tail]);
    default: {
      const from = random.below(other.length + 1);
      return Buffer.concat([head, other.subarray(from, from + random.below(200)), tail]);
    }
  }
}

interface Field {
  readonly number: number;
  readonly wireType: number;
  readonly value: Buffer;
}

// Takes a field away, doubles, moves or fills it with something else, at some depth.
function mutateFields(random: Random, input: Buffer, other: Buffer, depth: number): Buffer {
  const fields = parse(input);
  if (fields === undefined || fields.length === 0) return mutateBytes(random, input, other);
  const at = random.below(fields.length);
  const field = fields[at];
  if (field === undefined) return input;
  if (field.wireType === 2 && depth > 0 && random.below(4) > 0) {
    const value = mutateFields(random, field.value, other, depth - 1);
    return write(fields.with(at, { ...field, value }));
  }
  switch (random.below(6)) {
    case 0:
      return write(fields.toSpliced(at, 1));
    case 1:
      return write(fields.toSpliced(at, 0, field));
    case 2:
      return write(fields.toSpliced(at, 1).toSpliced(random.below(fields.length), 0, field));
    case 3:
      return write(fields.with(at, { ...field, number: 1 + random.below(30) }));
    case 4:
      return write(fields.with(at, { ...field, value: random.of(TELLING) }));
    default: {
      const stolen = parse(other) ?? [];
      return stolen.length === 0 ? input : write(fields.with(at, random.of(stolen)));
    }
  }
}

function parse(bytes: Buffer): Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = varint(bytes, at);
    if (tag === undefined) return undefined;
    const wireType = tag.value % 8;
    const value = varint(bytes, tag.end);
    if (value === undefined || (wireType !== 0 && wireType !== 2)) return undefined;
    const start = wireType === 2 ? value.end : tag.end;
    const end = wireType === 2 ? start + value.value : value.end;
    if (end > bytes.length) return undefined;
    const number = Math.floor(tag.value / 8);
    fields.push({ number, wireType, value: bytes.subarray(start, end) });
    at = end;
  }
  return fields;
}

function varint(bytes: Buffer, start: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let at = start; at < Math.min(bytes.length, start + 10); at++) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 128 ** (at - start);
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return undefined;
}

function write(fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.flatMap(({ number, wireType, value }) => {
      const head = varintBytes(number * 8 + wireType);
      return wireType === 2 ? [head, varintBytes(value.length), value] : [head, value];
    }),
  );
}

function varintBytes(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}
