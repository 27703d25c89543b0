import fc from 'fast-check';
import {
  type Definition,
  decodeOp,
  image,
  local,
  merge,
  type SourceOp,
  type State,
} from '../../../lib/llb';
import { digests, hex, marshal } from '../decoded';
import { graph } from '../random-graph';

/** Digests of what each op uses, directly or not. */
function usersOf(definition: Definition, changed: ReadonlySet<string>): Set<string> {
  const affected = new Set(changed);
  for (const { digest, bytes } of definition.ops) {
    if (decodeOp(bytes).inputs.some((input) => affected.has(input.digest))) affected.add(digest);
  }
  return affected;
}

const isImage = ({ identifier }: SourceOp): boolean => identifier.startsWith('docker-image://');
const moved = (source: SourceOp): SourceOp =>
  isImage(source) ? { ...source, identifier: `${source.identifier}-moved` } : source;

test('without a change the bytes are the same, also where the source is told anew', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const definition = marshal(state);
      const before = hex(definition.toBytes());
      expect(hex(definition.mapSources((source) => source).toBytes())).toBe(before);
      expect(hex(definition.mapSources((source) => ({ ...source })).toBytes())).toBe(before);
    }),
  );
});

test('exactly what uses a changed source has another digest', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const definition = marshal(state);
      const images = definition.ops.filter(({ bytes }) => {
        const { body } = decodeOp(bytes);
        return body?.kind === 'source' && isImage(body);
      });
      const affected = usersOf(definition, new Set(images.map(({ digest }) => digest)));
      const after = definition.mapSources(moved);
      expect(after.ops.length).toBe(definition.ops.length);
      const kept = new Set(digests(after));
      for (const digest of digests(definition)) {
        expect(kept.has(digest)).toBe(!affected.has(digest));
      }
    }),
  );
});

test('a change and its opposite give the bytes from before', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const definition = marshal(state);
      const back = definition.mapSources(moved).mapSources(({ identifier, attrs }) => ({
        identifier: identifier.replace(/-moved$/, ''),
        attrs,
      }));
      expect(hex(back.toBytes())).toBe(hex(definition.toBytes()));
    }),
  );
});

test('every source is asked about once, as it stands on the wire', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const definition = marshal(state);
      const seen: SourceOp[] = [];
      definition.mapSources((source) => {
        seen.push(source);
        return source;
      });
      const sources = definition.ops.flatMap(({ bytes }) => {
        const { body } = decodeOp(bytes);
        return body?.kind === 'source' ? [body.identifier] : [];
      });
      expect(seen.map(({ identifier }) => identifier)).toEqual(sources);
    }),
  );
});

test('the same change to states gives the same ops', () => {
  const build = (name: string): State => {
    const context = local('context');
    return merge([
      image(name).run({ args: ['a'] }).root,
      context,
      image('other').run({ args: ['b'] }).root,
    ]);
  };
  const mapped = marshal(build('old')).mapSources((source) => ({
    ...source,
    identifier: source.identifier.replace('old', 'new'),
  }));
  expect(digests(mapped)).toEqual(digests(marshal(build('new'))));
});

test('capabilities that a change adds are asked for once, with those from before', () => {
  const state = local('x', { customName: 'n' });
  const mapped = marshal(state).mapSources(({ identifier, attrs }) => ({
    identifier,
    attrs: { ...attrs, 'local.session': 's' },
    caps: ['source.local.sessionid', 'source.local'],
  }));
  const own = mapped.metadata.get(mapped.ops[0]?.digest ?? '');
  expect(own?.caps).toEqual(['source.local', 'source.local.unique', 'source.local.sessionid']);
  expect(own?.description).toEqual({ 'llb.customname': 'n' });
});

test('ops that become equal are one, with the names, capabilities and lines of both', () => {
  const line = (number: number) => ({ file: 'a.ts', line: number, column: 1 });
  const states = [1, 2].map((number) =>
    image(`a:${number}`, {
      ignoreCache: number === 1,
      description: { [`k${number}`]: 'v' },
      source: line(number),
    }),
  );
  const mapped = marshal(merge(states)).mapSources(({ attrs }) => ({
    identifier: 'docker-image://docker.io/library/a:3',
    attrs,
    caps: ['source.image.checksum'],
  }));
  const [first] = mapped.ops;
  expect(mapped.ops.length).toBe(3);
  expect(mapped.metadata.get(first?.digest ?? '')).toMatchObject({
    ignoreCache: true,
    description: { k1: 'v', k2: 'v' },
    caps: ['source.image', 'source.image.checksum'],
  });
  expect(mapped.locations(first?.digest ?? '')).toEqual([line(1), line(2)]);
  expect(decodeOp(mapped.ops[1]?.bytes ?? Buffer.of()).inputs).toEqual([
    { digest: first?.digest, index: 0 },
    { digest: first?.digest, index: 0 },
  ]);
});

test('the platform of a changed image stays', () => {
  const platform = { os: 'linux', architecture: 's390x' };
  const mapped = marshal(image('a', { platform })).mapSources(moved);
  expect(decodeOp(mapped.ops[0]?.bytes ?? Buffer.of())).toMatchObject({
    platform,
    constraints: { filter: [] },
    body: { identifier: 'docker-image://docker.io/library/a:latest-moved' },
  });
});

test('the definition that was mapped is as before', () => {
  const definition = marshal(image('a').run({ args: ['x'] }).root);
  const before = hex(definition.toBytes());
  definition.mapSources(moved);
  expect(hex(definition.toBytes())).toBe(before);
});

test('a change that fails stops the mapping', () => {
  const fail = (): never => {
    throw new Error('no mirror');
  };
  expect(() => marshal(image('a')).mapSources(fail)).toThrow('no mirror');
});
