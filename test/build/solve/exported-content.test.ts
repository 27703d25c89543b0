import { ExportedContent } from '../../../lib/build/solve/exported-content';
import type { Connection, SolveStatus } from '../../../lib/client';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const CONTENT = Buffer.from('{}');

/** What the daemon would be asked for; `failures` of the first reads fail. */
function daemon(failures = 0) {
  const asked: string[] = [];
  const readContent = async (digest: string) => {
    asked.push(digest);
    if (asked.length <= failures) throw new Error('not there yet');
    return CONTENT;
  };
  const connection = { readContent } as unknown as Connection;
  return { asked, content: new ExportedContent(connection, new AbortController().signal) };
}

function told(id: string, completed?: number): SolveStatus {
  const status = { id, vertex: '', name: '', current: 0, total: 0, timestamp: 0 };
  const statuses = [{ ...status, ...(completed === undefined ? {} : { completed }) }];
  return { vertexes: [], statuses, logs: [], warnings: [] };
}

test.each(['manifest', 'manifest list'])('a %s is read as soon as it is exported', async (kind) => {
  const { asked, content } = daemon();

  content.update(told(`exporting ${kind} ${DIGEST}`));
  expect(asked).toEqual([]);
  content.update(told(`exporting ${kind} ${DIGEST}`, 1));
  content.update(told(`exporting ${kind} ${DIGEST}`, 1));

  expect(asked).toEqual([DIGEST]);
  expect(await content.read(DIGEST)).toBe(CONTENT);
  expect(asked).toEqual([DIGEST]);
});

test('what was not told of is read when it is asked for', async () => {
  const { asked, content } = daemon();
  content.update(told('exporting layers', 1));

  expect(await content.read(DIGEST)).toBe(CONTENT);
  expect(asked).toEqual([DIGEST]);
});

test('what could not be read early is read again', async () => {
  const { asked, content } = daemon(1);
  content.update(told(`exporting manifest ${DIGEST}`, 1));

  expect(await content.read(DIGEST)).toBe(CONTENT);
  expect(asked).toEqual([DIGEST, DIGEST]);
});
