import fc from 'fast-check';
import { AgentRequests } from '../../../lib/client/session/agent-requests';

const message = (type: number, content: Uint8Array): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(content.length + 1, 0);
  head[4] = type;
  return Buffer.concat([head, content]);
};

test('requests are the same however they are cut, and only two kinds pass', () => {
  const request = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 40 }));
  fc.assert(
    fc.property(fc.array(request), fc.integer({ min: 1, max: 60 }), (requests, size) => {
      const messages = requests.map(([type, content]) => message(type, content));
      const stream = Buffer.concat(messages);
      const reader = new AgentRequests();
      const found = [];
      for (let at = 0; at < stream.length; at += size) {
        found.push(...reader.push(stream.subarray(at, at + size)));
      }
      expect(found.map(({ bytes }) => Buffer.from(bytes))).toEqual(messages);
      expect(found.map(({ refusal }) => refusal === undefined)).toEqual(
        requests.map(([type]) => type === 11 || type === 13),
      );
    }),
  );
});

test('an empty request is refused, and one without end is an error', () => {
  const reader = new AgentRequests();
  expect([...reader.push(Buffer.alloc(4))]).toMatchObject([{ refusal: expect.anything() }]);
  expect(() => [...reader.push(Buffer.from('ffffffff', 'hex'))]).toThrow('4294967295 bytes');
});
