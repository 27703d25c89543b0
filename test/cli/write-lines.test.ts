import { PassThrough, Writable } from 'node:stream';
import fc from 'fast-check';
import { writeLines } from '../../lib/cli/write-lines';

/** A stream that takes one chunk at a time, and what it was given. */
function slow({ closesAfter = Number.POSITIVE_INFINITY } = {}) {
  const chunks: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      chunks.push(String(chunk));
      if (chunks.length >= closesAfter) stream.destroy();
      setImmediate(done);
    },
  });
  stream.on('error', () => undefined);
  return { chunks, stream };
}

const never = new AbortController().signal;

test('every line is written, in its order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string(), { maxLength: 30 }), async (lines) => {
      const { chunks, stream } = slow();
      await writeLines(stream, lines, never);

      expect(chunks.join('')).toBe(lines.join(''));
    }),
    { numRuns: 50 },
  );
});

test('lines are made no faster than they are taken', async () => {
  const { chunks, stream } = slow();
  const line = 'x'.repeat(1000);
  let made = 0;
  let ahead = 0;
  function* lines(): Iterable<string> {
    for (; made < 1000; made += 1) {
      ahead = Math.max(ahead, made * line.length - chunks.join('').length);
      yield line;
    }
  }
  await writeLines(stream, lines(), never);

  expect(chunks.join('')).toHaveLength(1_000_000);
  expect(ahead).toBeLessThanOrEqual(64 * 1024 + line.length);
});

test('no further line is made once the reader has closed its end', async () => {
  const { stream } = slow({ closesAfter: 2 });
  let made = 0;
  function* lines(): Iterable<string> {
    for (; made < 1000; made += 1) yield 'x'.repeat(10_000);
  }
  await writeLines(stream, lines(), never);

  expect(made).toBeLessThan(30);
});

test('what is aborted ends with the reason', async () => {
  const controller = new AbortController();
  function* lines(): Iterable<string> {
    for (let at = 0; at < 1000; at += 1) {
      if (at === 20) controller.abort(new Error('stopped'));
      yield 'x'.repeat(10_000);
    }
  }
  const stream = new PassThrough();
  stream.resume();

  await expect(writeLines(stream, lines(), controller.signal)).rejects.toThrow('stopped');
});
