import fc from 'fast-check';
import { image, local, merge, SourceMap, type SourceRecord, type State } from '../../../lib/llb';
import { digests, hex, marshal } from '../decoded';

const line = (file: string, number: number) => ({ file, line: number, column: 5 });
const range = (from: number, to = from) => ({
  start: { line: from, character: 0 },
  end: { line: to, character: 9 },
});
const record = (state: State, options = {}): SourceRecord => {
  const { source } = marshal(state, options);
  if (source === undefined) throw new Error('no record');
  return source;
};

test('each file is there once, in the order in which it was first seen', () => {
  const place = fc.tuple(fc.constantFrom('a.ts', 'b.js', 'c'), fc.nat());
  fc.assert(
    fc.property(fc.array(place, { minLength: 2, maxLength: 8 }), (places) => {
      const states = places.map(([file, number], index) =>
        image(`i:${index}`, { source: line(file, number) }),
      );
      const definition = marshal(merge(states));
      const files = [...new Set(places.map(([file]) => file))];
      expect(definition.source?.infos.map(({ filename }) => filename)).toEqual(files);
      for (const [index, digest] of digests(definition).slice(0, places.length).entries()) {
        const [file, number] = places[index] ?? ['', 0];
        expect(definition.locations(digest)).toEqual([line(file, number)]);
      }
    }),
  );
});

test('a vertex without a line is in the record too, the last op is not', () => {
  const definition = marshal(image('a').run({ args: ['x'] }).root);
  expect([...(definition.source?.locations ?? [])]).toEqual(
    digests(definition)
      .slice(0, 2)
      .map((digest) => [digest, []]),
  );
});

test.each([
  ['a.ts', 'TypeScript'],
  ['a.mts', 'TypeScript'],
  ['a.cts', 'TypeScript'],
  ['a.js', 'JavaScript'],
  ['a.mjs', 'JavaScript'],
  ['a.cjs', 'JavaScript'],
  ['x/a.d.ts', 'TypeScript'],
  ['a.py', ''],
  ['Makefile', ''],
  ['ts', 'TypeScript'],
  ['a.constructor', ''],
  ['a.toString', ''],
])('the language of %s is %j', (file, language) => {
  expect(record(image('a', { source: line(file, 1) })).infos[0]?.language).toBe(language);
});

test('the text of a file is asked for once', () => {
  const asked: string[] = [];
  const sourceText = (file: string): string | undefined => {
    asked.push(file);
    return file === 'a.ts' ? 'tëxt' : undefined;
  };
  const states = ['a.ts', 'b.ts', 'a.ts'].map((file, at) =>
    image(`i:${at}`, { source: line(file, 1) }),
  );
  const { infos } = record(merge(states), { sourceText });
  expect(asked).toEqual(['a.ts', 'b.ts']);
  expect(infos.map(({ data }) => Buffer.from(data).toString())).toEqual(['tëxt', '']);
});

test('a line is one character: 1-based line and 0-based character', () => {
  const [places] = record(image('a', { source: line('a.ts', 7) })).locations.values();
  const position = { line: 7, character: 4 };
  expect(places).toEqual([{ sourceIndex: 0, ranges: [{ start: position, end: position }] }]);
});

test('a column of 0 is the first character', () => {
  const source = { file: 'a.ts', line: 1, column: 0 };
  expect(
    marshal(image('a', { source })).locations(marshal(image('a')).ops[0]?.digest ?? ''),
  ).toEqual([{ ...source, column: 1 }]);
});

describe('source maps', () => {
  test('keep all ranges, of several files', () => {
    const [make, docker] = [new SourceMap('Makefile'), new SourceMap('Dockerfile')];
    const source = [make.location([range(1, 2), range(4)]), docker.location([range(3)])];
    const [places] = record(image('a', { source })).locations.values();
    expect(places).toEqual([
      { sourceIndex: 0, ranges: [range(1, 2), range(4)] },
      { sourceIndex: 1, ranges: [range(3)] },
    ]);
  });

  test('that are equal are one, those that differ in any part are not', () => {
    const context = local('x');
    const maps = [
      new SourceMap('f'),
      new SourceMap('f', { language: 'Go' }),
      new SourceMap('f', { data: Buffer.from('a') }),
      new SourceMap('f', { data: Buffer.from('b') }),
      new SourceMap('f', { state: context }),
      new SourceMap('g'),
      new SourceMap('f', { language: 'Go', data: Buffer.of() }),
      new SourceMap('f', { data: Buffer.from('a') }),
      new SourceMap('f', { state: context }),
    ];
    const { infos, locations } = record(
      image('a', { source: maps.map((map) => map.location([range(1)])) }),
    );
    const [places = []] = locations.values();
    expect(infos.length).toBe(6);
    expect(places.map(({ sourceIndex }) => sourceIndex)).toEqual([0, 1, 2, 3, 4, 5, 1, 2, 4]);
  });

  test('hold the definition of where the daemon has the file from', () => {
    const map = new SourceMap('f', { state: local('x'), language: 'L', data: Buffer.from('d') });
    const [info] = record(image('a', { source: map.location([]) }), { localUniqueId: 'u' }).infos;
    expect(info).toMatchObject({ filename: 'f', language: 'L' });
    expect(hex(info?.definition?.toBytes() ?? Buffer.of())).toBe(
      hex(marshal(local('x'), { localUniqueId: 'u' }).toBytes()),
    );
  });

  test('are told apart from lines of a file of the same name that has other text', () => {
    const map = new SourceMap('a.ts', { data: Buffer.from('other') });
    const { infos } = record(image('a', { source: [map.location([range(1)]), line('a.ts', 1)] }));
    expect(infos.length).toBe(2);
  });
});
