import fc from 'fast-check';
import { parse } from 'protobufjs';
import {
  decodePacket,
  encodeDataHeader,
  encodeEndOfStats,
  encodePacket,
  type FileStat,
  PACKET,
  StatBatch,
} from '../../lib/pb/fsutil';

/** The same messages read by protobufjs from a description of their own. */
const { root } = parse(`
  syntax = "proto3";
  message Packet { int32 type = 1; Stat stat = 2; uint32 id = 3; bytes data = 4; }
  message Stat {
    string path = 1; uint32 mode = 2; uint32 uid = 3; uint32 gid = 4; int64 size = 5;
    int64 modTime = 6; string linkname = 7; int64 devmajor = 8; int64 devminor = 9;
    map<string, bytes> xattrs = 10;
  }`);
const Reference = root.lookupType('Packet');
const AS_TEXT = { longs: String, defaults: true } as const;

/** A path as it is read: a character for each byte. */
const bytesOf = (path: string): string => Buffer.from(path).toString('latin1');

/** The packet of one entry alone. */
function encodeStat(one: FileStat): Buffer {
  const batch = new StatBatch();
  batch.add(one, 0, () => {});
  return batch.take();
}

const stat = fc.record({
  path: fc.string({ unit: 'binary' }),
  mode: fc.nat(0xffffffff),
  size: fc.maxSafeNat(),
  modTime: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  linkname: fc.string({ unit: 'binary' }),
  devmajor: fc.nat(),
  devminor: fc.nat(),
});

test('a batch holds the packets of its entries, each behind its header', () => {
  fc.assert(
    fc.property(fc.array(stat, { maxLength: 40 }), (entries) => {
      const batch = new StatBatch();
      for (const one of entries)
        batch.add(one, 4, (target, length) => target.writeUInt32BE(length));

      const expected = entries.map(encodeStat).flatMap((packet) => {
        const header = Buffer.alloc(4);
        header.writeUInt32BE(packet.length);
        return [header, packet];
      });
      expect(batch.take()).toEqual(Buffer.concat(expected));
      expect(batch.length).toBe(0);
    }),
  );
});

test('a STAT reads the same with another implementation, to the nanosecond', () => {
  fc.assert(
    fc.property(stat, (one) => {
      const bytes = encodeStat(one);

      const read = Reference.toObject(Reference.decode(bytes), AS_TEXT);
      expect(read).toMatchObject({
        type: PACKET.STAT,
        stat: {
          ...one,
          uid: 0,
          gid: 0,
          size: `${one.size}`,
          modTime: `${one.modTime}`,
          devmajor: `${one.devmajor}`,
          devminor: `${one.devminor}`,
        },
      });
      expect(decodePacket(bytes)).toEqual({
        type: PACKET.STAT,
        id: 0,
        data: new Uint8Array(),
        stat: {
          ...one,
          path: bytesOf(one.path),
          linkname: bytesOf(one.linkname),
          xattrs: new Map(),
        },
      });
    }),
  );
});

test('what another implementation writes is read, with attributes, and fields that are not used', () => {
  const bytes = Buffer.from(
    Reference.encode({
      type: PACKET.STAT,
      stat: {
        path: 'ä/b',
        mode: 0o644,
        uid: 7,
        gid: 8,
        size: 5,
        xattrs: {
          'user.x': Buffer.from('y'),
          'user.\xe4': Buffer.of(0, 0xff),
          'user.empty': Buffer.of(),
        },
      },
    }).finish(),
  );

  expect(decodePacket(bytes).stat).toMatchObject({
    path: bytesOf('ä/b'),
    mode: 0o644,
    size: 5,
    modTime: 0n,
    xattrs: new Map([
      ['user.x', Buffer.from('y')],
      [bytesOf('user.\xe4'), Buffer.of(0, 0xff)],
      ['user.empty', Buffer.of()],
    ]),
  });
});

test('a path is read byte for byte, whether it is UTF-8 or not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (path) => {
      const stat = Buffer.concat([Buffer.of(0x0a, path.length), path]);

      const read = decodePacket(Buffer.concat([Buffer.of(0x12, stat.length), stat])).stat;
      expect(Buffer.from(read?.path ?? '', 'latin1')).toEqual(Buffer.from(path));
    }),
  );
});

test('requests, data and ends read the same with another implementation', () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), fc.uint8Array({ minLength: 1, maxLength: 200 }), (id, data) => {
      const read = (bytes: Buffer) => Reference.toObject(Reference.decode(bytes), AS_TEXT);

      expect(read(encodePacket(PACKET.REQ, id))).toMatchObject({ type: 1, id });
      expect(read(encodePacket(PACKET.FIN, 0))).toMatchObject({ type: 3, id: 0 });
      const packet = Buffer.concat([encodeDataHeader(id, data.length), data]);
      expect(read(packet)).toMatchObject({ type: 2, id });
      expect(Buffer.from(read(packet).data).equals(data)).toBe(true);
      expect(decodePacket(packet)).toMatchObject({ type: 2, id });
      expect(decodePacket(encodeDataHeader(id, 0))).toMatchObject({ type: 2, id });
    }),
  );
  expect(decodePacket(encodeEndOfStats())).toEqual({ type: 0, id: 0, data: new Uint8Array() });
});

test.each([
  ['a length beyond the end', [0x22, 0x05, 0x61]],
  ['a number without end', [0x08, 0xff]],
  ['a field of a group', [0x0b]],
])('rejects %s', (_, bytes) => {
  expect(() => decodePacket(Buffer.from(bytes))).toThrow(RangeError);
});

test('a packet cut at any byte is refused, unless it is cut between two fields', () => {
  const whole = fc.oneof(
    stat.map(encodeStat),
    fc
      .tuple(fc.nat(0xffffffff), fc.uint8Array({ minLength: 1, maxLength: 40 }))
      .map(([id, data]) => encodePacket(PACKET.DATA, id, data)),
  );
  const outcome = (read: () => unknown) => {
    try {
      read();
      return 'read';
    } catch {
      return 'refused';
    }
  };
  fc.assert(
    fc.property(whole, fc.nat(), (bytes, at) => {
      const cut = bytes.subarray(0, at % (bytes.length + 1));

      expect(outcome(() => decodePacket(cut))).toBe(outcome(() => Reference.decode(cut)));
    }),
    { numRuns: 500 },
  );
});

test('fields that nobody knows are passed over, of each type', () => {
  const unknown = fc.oneof(
    fc.uint8Array({ maxLength: 20 }).map((data) => [0x7a, data.length, ...data]), // 15, bytes
    fc.constant([0x78, 0x80, 0x01]), // 15, a number
    fc.uint8Array({ minLength: 8, maxLength: 8 }).map((data) => [0x79, ...data]),
    fc.uint8Array({ minLength: 4, maxLength: 4 }).map((data) => [0x7d, ...data]),
  );
  fc.assert(
    fc.property(stat, fc.array(unknown, { maxLength: 4 }), (one, fields) => {
      const extra = Buffer.from(fields.flat());
      const packet = encodeStat(one);
      const end = encodePacket(PACKET.DATA, 7);

      expect(decodePacket(Buffer.concat([extra, packet, extra]))).toEqual(decodePacket(packet));
      expect(decodePacket(Buffer.concat([end, extra]))).toMatchObject({ type: 2, id: 7 });
    }),
  );
});

test.each([
  ['eight bytes that are not there', [0x79, 1, 2, 3]],
  ['four bytes that are not there', [0x7d, 1]],
  ['a number of more than ten bytes', [0x08, ...Array(10).fill(0x80), 0x01]],
  ['a length of more than ten bytes', [0x22, ...Array(200).fill(0x80), 0x00]],
  ['a time of more than ten bytes', [0x12, 12, 0x30, ...Array(10).fill(0xff), 0x01]],
  ['a length of four GiB', [0x22, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x61]],
  ['an entry that ends within its path', [0x12, 3, 0x0a, 5, 0x61]],
  ['an attribute that ends within its name', [0x12, 5, 0x52, 3, 0x0a, 9, 0x61]],
  ['an attribute with a number without end', [0x12, 4, 0x52, 2, 0x18, 0xff]],
])('rejects %s, too', (_, bytes) => {
  expect(() => decodePacket(Buffer.from(bytes))).toThrow(RangeError);
});

test('any bytes are a packet or a RangeError', () => {
  const field = fc.constantFrom(0x08, 0x12, 0x18, 0x22, 0x52, 0x79, 0x7d, 0x80, 0xff, 0, 1, 5);
  fc.assert(
    fc.property(fc.array(fc.oneof(field, fc.nat(255)), { maxLength: 40 }), (bytes) => {
      try {
        const { data, id, type } = decodePacket(Buffer.from(bytes));
        expect([typeof id, typeof type, data.length <= bytes.length]).toEqual([
          'number',
          'number',
          true,
        ]);
        expect(Number.isFinite(id) && Number.isFinite(type)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 1000 },
  );
});
