import {
  bindMount,
  copy,
  Definition,
  digestOf,
  git,
  image,
  local,
  merge,
  SourceMap,
  type State,
  scratch,
  stateFromDefinition,
} from '../../../lib/llb';
import { WireWriter } from '../../../lib/llb/wire/writer';

const platform = { os: 'linux', architecture: 'amd64' };
const line = { file: 'app.ts', line: 7, column: 3 };

function sample(): State {
  const source = local('context', { customName: 'context', source: { ...line, line: 2 } });
  const base = image('alpine', { source: { ...line, line: 3 } });
  return base
    .run({ args: ['make'], mounts: [bindMount('/src', source)], source: line })
    .root.file(copy(source, '/', '/app'), { ignoreCache: true });
}

const marshal = (state: State): Definition => state.marshal({ platform });
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('a definition', () => {
  test('of scratch is empty', () => {
    const definition = marshal(scratch());
    expect(definition.ops).toEqual([]);
    expect(definition.head).toBeUndefined();
    expect(Definition.fromBytes(definition.toBytes()).ops).toEqual([]);
    expect(stateFromDefinition(definition).output).toBeUndefined();
  });

  test('has the same bytes every time, whatever the order of making', () => {
    const definition = marshal(sample());
    expect(hex(marshal(sample()).toBytes())).toBe(hex(definition.toBytes()));
    expect(hex(definition.toBytes())).toBe(hex(definition.toBytes()));
  });

  test('names its result', () => {
    const definition = marshal(sample());
    expect(definition.head).toEqual({ digest: definition.ops.at(-2)?.digest, index: 0 });
    expect(definition.digest).toBe(definition.ops.at(-1)?.digest);
  });

  test('keeps the lines of its vertices', () => {
    const definition = Definition.fromBytes(marshal(sample()).toBytes());
    const lines = definition.ops.map(({ digest }) => definition.locations(digest));
    expect(lines).toEqual([[{ ...line, line: 3 }], [{ ...line, line: 2 }], [line], [], []]);
    expect(definition.source?.infos).toMatchObject([
      { filename: 'app.ts', language: 'TypeScript' },
    ]);
  });

  test('holds the text of its files when there is a way to it', () => {
    const definition = sample().marshal({ platform, sourceText: (file) => `// ${file}` });
    const read = Definition.fromBytes(definition.toBytes());
    expect(Buffer.from(read.source?.infos[0]?.data ?? []).toString()).toBe('// app.ts');
  });

  test('notes every place of ops that two states share', () => {
    const first = image('alpine', { source: line });
    const second = image('alpine', { source: { ...line, line: 8 } });
    const definition = marshal(merge([first, second]));
    expect(definition.locations(definition.ops[0]?.digest ?? '')).toEqual([
      line,
      { ...line, line: 8 },
    ]);
  });

  test('may hold the definition that a source file comes from', () => {
    const map = new SourceMap('Makefile', { state: local('context') });
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 5 } };
    const definition = marshal(image('alpine', { source: map.location([range]) }));
    const read = Definition.fromBytes(definition.toBytes());
    expect(read.source?.infos[0]?.definition?.digest).toBe(marshal(local('context')).digest);
    expect(hex(read.toBytes())).toBe(hex(definition.toBytes()));
  });

  test('does not change when the bytes it was read from do', () => {
    const bytes = marshal(sample()).toBytes();
    const read = Definition.fromBytes(bytes);
    const before = hex(read.toBytes());
    bytes.fill(0);
    expect(hex(read.toBytes())).toBe(before);
  });
});

describe('withIgnoreCache', () => {
  test('marks every vertex and changes no digest', () => {
    const definition = marshal(sample());
    const ignoring = definition.withIgnoreCache();
    expect(ignoring.ops).toEqual(definition.ops);
    for (const { digest } of ignoring.ops) {
      const { ignoreCache, caps } = ignoring.metadata.get(digest) ?? {};
      expect(ignoreCache).toBe(true);
      expect(caps).toEqual(definition.metadata.get(digest)?.caps);
    }
    expect(definition.metadata.get(definition.ops[0]?.digest ?? '')?.ignoreCache).toBe(false);
  });
});

describe('mapSources', () => {
  const withSession = (definition: Definition): Definition =>
    definition.mapSources((source) =>
      source.identifier.startsWith('local://')
        ? {
            identifier: source.identifier,
            attrs: { 'local.session': 's' },
            caps: ['source.local.sessionid'],
          }
        : source,
    );

  test('gives the definition that the other sources would have given', () => {
    const definition = withSession(marshal(sample()));
    const context = local('context', { sessionId: 's' });
    const direct = marshal(
      image('alpine')
        .run({ args: ['make'], mounts: [bindMount('/src', context)] })
        .root.file(copy(context, '/', '/app')),
    );
    expect(definition.ops.map(({ bytes }) => hex(bytes))).toEqual(
      direct.ops.map(({ bytes }) => hex(bytes)),
    );
  });

  test('keeps metadata, capabilities and lines with their vertices', () => {
    const before = marshal(sample());
    const after = withSession(before);
    expect(after.ops.length).toBe(before.ops.length);
    for (const [index, { digest }] of after.ops.entries()) {
      const old = before.ops[index]?.digest ?? '';
      expect(after.locations(digest)).toEqual(before.locations(old));
      const { ignoreCache, description } = after.metadata.get(digest) ?? {};
      expect(ignoreCache).toBe(before.metadata.get(old)?.ignoreCache);
      expect(description).toEqual(before.metadata.get(old)?.description);
    }
    expect(after.metadata.get(after.ops[1]?.digest ?? '')?.caps).toContain(
      'source.local.sessionid',
    );
    expect(after.metadata.size).toBe(before.metadata.size);
    expect(after.source?.locations.size).toBe(before.source?.locations.size);
  });

  test('changes nothing where nothing is changed', () => {
    const definition = marshal(sample());
    expect(hex(definition.mapSources((source) => source).toBytes())).toBe(
      hex(definition.toBytes()),
    );
  });

  test('joins vertices that become equal', () => {
    const definition = marshal(merge([image('alpine:1'), image('alpine:2')]));
    const mapped = definition.mapSources(({ attrs }) => ({
      identifier: 'docker-image://docker.io/library/alpine:3',
      attrs,
    }));
    expect(mapped.ops.map(({ bytes }) => hex(bytes))).toEqual(
      marshal(merge([image('alpine:3'), image('alpine:3')])).ops.map(({ bytes }) => hex(bytes)),
    );
  });
});

describe('stateFromDefinition', () => {
  test('keeps the bytes of all ops, whatever the next platform is', () => {
    const definition = Definition.fromBytes(marshal(sample()).toBytes());
    const again = stateFromDefinition(definition).marshal({
      platform: { os: 'linux', architecture: 'arm64' },
    });
    expect(hex(again.toBytes())).toBe(hex(definition.toBytes()));
  });

  test('gives a state with the platform of the result, to build on', () => {
    const arm = { os: 'linux', architecture: 'arm64' };
    const definition = image('alpine').marshal({ platform: arm });
    const built = stateFromDefinition(definition)
      .run({ args: ['x'] })
      .root.marshal({ platform });
    expect(built.op(built.head?.digest ?? '')?.platform?.architecture).toBe('arm64');
  });
});

describe('a definition of another client', () => {
  // Fields of a BuildKit yet to come, in an op, its metadata, the source record and beside them.
  function fromTheFuture(): { bytes: Uint8Array; ops: Uint8Array[] } {
    const writer = new WireWriter();
    const [image64 = '', exec64 = ''] = marshal(image('alpine').run({ args: ['x'] }).root).ops.map(
      ({ bytes }) => Buffer.from(bytes).toString('base64'),
    );
    const write = (make: () => void): Uint8Array => {
      writer.reset();
      make();
      return writer.take();
    };
    const source = write(() => {
      writer.raw(Buffer.from(image64, 'base64'));
      writer.string(500, 'new field of an op');
    });
    const exec = write(() => {
      const mark = writer.open(1);
      writer.string(1, digestOf(source));
      writer.close(mark);
      writer.raw(Buffer.from(exec64, 'base64').subarray(75));
      writer.int(99, 2 ** 50);
    });
    const terminal = write(() => {
      const mark = writer.open(1);
      writer.string(1, digestOf(exec));
      writer.close(mark);
    });
    const bytes = write(() => {
      for (const op of [source, exec, terminal]) writer.bytesElement(1, op);
      const entry = writer.open(2);
      writer.string(1, digestOf(exec));
      const metadata = writer.open(2);
      writer.bool(1, true);
      const cap = writer.open(5);
      writer.string(1, 'off');
      writer.intElement(2, 0);
      writer.close(cap);
      writer.string(77, 'new field of metadata');
      writer.close(metadata);
      writer.close(entry);
      const record = writer.open(3);
      const info = writer.open(2);
      writer.string(1, 'Dockerfile');
      writer.string(88, 'new field of an info');
      writer.close(info);
      writer.string(66, 'new field of the record');
      writer.close(record);
      writer.string(55, 'new field of the definition');
    });
    return { bytes, ops: [source, exec, terminal] };
  }

  test('keeps what this library does not know', () => {
    const { bytes, ops } = fromTheFuture();
    const read = Definition.fromBytes(bytes);
    expect(read.ops.map((op) => hex(op.bytes))).toEqual(ops.map(hex));
    expect(hex(read.toBytes())).toBe(hex(bytes));
    expect(hex(read.withIgnoreCache().toBytes())).toContain(
      Buffer.from('new field of metadata').toString('hex'),
    );
  });

  test('keeps unknown fields of ops when sources are mapped', () => {
    const { bytes } = fromTheFuture();
    const mapped = Definition.fromBytes(bytes).mapSources(({ attrs }) => ({
      identifier: 'docker-image://docker.io/library/debian:latest',
      attrs,
    }));
    const [source, exec] = mapped.ops.map((op) => Buffer.from(op.bytes));
    expect(source?.includes('new field of an op')).toBe(true);
    expect(source?.includes('debian')).toBe(true);
    expect(exec?.includes(mapped.ops[0]?.digest ?? '')).toBe(true);
    expect(exec?.subarray(-10)).toEqual(
      Buffer.from(Definition.fromBytes(bytes).ops[1]?.bytes ?? []).subarray(-10),
    );
  });

  test('may have its ops in any order', () => {
    const definition = marshal(git('https://git.example.org/x').run({ args: ['x'] }).root);
    const [first, second, terminal] = definition.ops;
    const writer = new WireWriter();
    writer.reset();
    for (const op of [second, first, terminal]) writer.bytesElement(1, op?.bytes ?? Buffer.of());
    const read = Definition.fromBytes(writer.take());
    expect(read.digest).toBe(definition.digest);
    const again = marshal(stateFromDefinition(read));
    expect(again.ops.map(({ digest }) => digest)).toEqual(
      definition.ops.map(({ digest }) => digest),
    );
    const mapped = read.mapSources(({ identifier, attrs }) => ({
      identifier,
      attrs: { ...attrs, 'git.keepgitdir': 'true' },
    }));
    expect(mapped.digest).toBe(
      marshal(git('https://git.example.org/x', { keepGitDir: true }).run({ args: ['x'] }).root)
        .digest,
    );
  });
});
