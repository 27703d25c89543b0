import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Root, Reader as StockReader, type Type, Writer } from 'protobufjs';
import * as generated from '../../lib/pb/generated/client';
import { Reader } from '../../lib/pb/runtime';

const folder = join(__dirname, '../../lib/pb');
const root = new Root();
for (const name of readdirSync(folder).filter((file) => file.endsWith('.proto'))) {
  root.loadSync(join(folder, name), { keepCase: false });
}
root.resolveAll();

/** A generated class, as far as all have it. */
interface Generated {
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
  toObject?(message: object, options: object): object;
}

/** Every message of the descriptions, with the class that was made of it. */
const MESSAGES: readonly (readonly [name: string, type: Type, made: Generated])[] = (() => {
  const found: [string, Type, Generated][] = [];
  const visit = (nested: readonly unknown[]) => {
    for (const one of nested as readonly Type[]) {
      const made = Object.entries(generated).find(([name]) => name === one.name)?.[1];
      if ('fieldsArray' in one && made !== undefined) {
        found.push([one.name, one, made as unknown as Generated]);
      }
      if (one.nestedArray) visit(one.nestedArray);
    }
  };
  visit(root.nestedArray);
  return found;
})();

const SCALARS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: fc.string({ unit: 'binary', maxLength: 12 }),
  bytes: fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
  bool: fc.boolean(),
  int32: fc.integer(),
  uint32: fc.nat(0xffffffff),
  int64: fc.maxSafeInteger(),
  uint64: fc.maxSafeNat(),
  double: fc.double({ noNaN: true }),
  float: fc.constantFrom(0, 0.5, -1.25),
};

/** A message of a type with any of its fields, as plain values. */
function message(type: Type, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  const fields: Record<string, fc.Arbitrary<unknown>> = {};
  for (const field of type.fieldsArray) {
    const inner = field.resolvedType;
    const isMessage = inner !== null && 'fieldsArray' in inner;
    if (isMessage && depth > 2) continue;
    const single = isMessage
      ? message(inner as Type, depth + 1)
      : inner !== null
        ? fc.constantFrom(...Object.values((inner as { values: Record<string, number> }).values))
        : SCALARS[field.type];
    if (single === undefined) throw new Error(`no values for ${field.type} of ${field.name}`);
    if (field.map) {
      // A key of this name sets no property but the prototype.
      const key = fc.string({ maxLength: 6 }).filter((text) => text !== '__proto__');
      fields[field.name] = fc.dictionary(key, single, { maxKeys: 3 });
    } else if (field.repeated) fields[field.name] = fc.array(single, { maxLength: 3 });
    else fields[field.name] = single;
  }
  return fc.record(fields, { requiredKeys: [] });
}

const AS_JSON = { longs: Number, bytes: String, enums: Number, defaults: false } as const;
const plain = (type: Type, bytes: Uint8Array) =>
  JSON.stringify(type.toObject(type.decode(bytes), AS_JSON));

test('there is a class for each message that the client speaks', () => {
  expect(MESSAGES.length).toBeGreaterThan(40);
  expect(new Set(MESSAGES.map(([name]) => name)).size).toBe(MESSAGES.length);
});

test.each(MESSAGES)(
  '%s is read by protobufjs as it was written, and read back',
  (_, type, made) => {
    fc.assert(
      fc.property(message(type), (value) => {
        const bytes = made.encode(value).finish();

        expect(plain(type, bytes)).toBe(plain(type, type.encode(type.fromObject(value)).finish()));
        const again = made.encode(made.decode(bytes)).finish();
        expect(plain(type, again)).toBe(plain(type, bytes));
      }),
      { numRuns: 15 },
    );
  },
);

test.each(MESSAGES)('%s cut anywhere is read or refused as by protobufjs', (_, type, made) => {
  fc.assert(
    fc.property(message(type), fc.nat(), (value, at) => {
      const whole = made.encode(value).finish();
      const bytes = whole.subarray(0, at % (whole.length + 1));
      const outcome = (read: () => unknown) => {
        try {
          read();
          return 'read';
        } catch {
          return 'refused';
        }
      };

      const own = outcome(() => made.decode(bytes));
      const stock = outcome(() => type.decode(bytes));
      // A text that is longer than what is there is cut by protobufjs, and refused here.
      if (stock === 'refused') expect(own).toBe('refused');
      if (own === 'read')
        expect(plain(type, made.encode(made.decode(bytes)).finish())).toBe(plain(type, bytes));
    }),
    { numRuns: 15 },
  );
});

describe('numbers of 64 bits', () => {
  const safe = fc.oneof(
    fc.maxSafeInteger(),
    ...[0, 7, 14, 21, 28, 31, 32, 35, 42, 49, 52].map((bits) =>
      fc.integer({ min: -2, max: 2 }).map((near) => 2 ** bits + near),
    ),
  );

  test('are those of protobufjs wherever they are exact', () => {
    fc.assert(
      fc.property(safe, (value) => {
        const bytes = new Writer().int64(value).finish();

        expect(Reader.create(bytes).int64()).toBe(value);
        expect(Number(new StockReader(bytes).int64())).toBe(value);
        const unsigned = new Writer().uint64(Math.abs(value)).finish();
        expect(Reader.create(unsigned).uint64()).toBe(Math.abs(value));
      }),
    );
  });

  test('of any ten bytes are close to those of protobufjs', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        const bytes: number[] = [];
        let rest = value;
        for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
        bytes.push(Number(rest));

        expect(Reader.create(Uint8Array.from(bytes)).uint64()).toBe(Number(value));
        expect(Reader.create(Uint8Array.from(bytes)).int64()).toBe(
          Number(BigInt.asIntN(64, value)),
        );
      }),
    );
  });

  test.each([0, 1, 5, 9])('cut after %i bytes are refused', (length) => {
    const bytes = new Uint8Array(length).fill(0x80);

    expect(() => Reader.create(bytes).int64()).toThrow(RangeError);
    expect(() => Reader.create(bytes).uint64()).toThrow(RangeError);
  });

  test('longer than ten bytes are refused', () => {
    expect(() => Reader.create(new Uint8Array(11).fill(0x80)).int64()).toThrow();
  });
});

test('a text is that of its bytes, in whatever buffer it lies', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, before) => {
      const written = new Writer().string(text).finish();
      const around = Buffer.concat([Buffer.alloc(before, 0xff), written, Buffer.alloc(5, 0xff)]);
      const view = new Uint8Array(around.buffer, around.byteOffset + before, written.length);

      expect(Reader.create(view).string()).toBe(Buffer.from(text).toString());
    }),
  );
});
