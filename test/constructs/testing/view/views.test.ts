import { execView } from '../../../../constructs/testing/view/exec-view';
import { fileViews } from '../../../../constructs/testing/view/file-view';
import { graphJson, withoutHashes } from '../../../../constructs/testing/view/graph-json';
import { GraphView } from '../../../../constructs/testing/view/graph-view';
import { sourceView } from '../../../../constructs/testing/view/source-view';
import {
  bindMount,
  cacheMount,
  copy,
  http,
  image,
  mkdir,
  mkfile,
  rm,
  type State,
  scratch,
  secretMount,
  sshMount,
  symlink,
  tmpfsMount,
} from '../../../../lib/llb';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const BASE = image('docker.io/library/busybox:1', {
  platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
});

const graphOf = (state: State) => new GraphView(state.marshal({ platform: AMD64 }));

function execOf(state: State) {
  const graph = graphOf(state);
  const [view, ...others] = graph.vertexes.flatMap((vertex) =>
    vertex.op.body?.kind === 'exec' ? [execView(vertex, vertex.op.body, graph)] : [],
  );
  if (view === undefined || others.length > 0) throw new Error('not one exec');
  return view;
}

function filesOf(state: State) {
  const graph = graphOf(state);
  return graph.vertexes.flatMap((vertex) =>
    vertex.op.body?.kind === 'file' ? fileViews(vertex, vertex.op.body, graph) : [],
  );
}

describe('an exec, as assertions see it', () => {
  test('leaves out what has its usual value', () => {
    const { root } = BASE.run({ args: ['true'], customName: 'nothing' });

    expect(execOf(root)).toEqual({
      name: 'nothing',
      platform: 'linux/arm/v7',
      args: ['true'],
      env: {},
      cwd: '/',
      network: 'sandbox',
      mounts: { '/': { type: 'bind', from: expect.stringContaining('busybox') } },
    });
  });

  test('has all that it was told', () => {
    const { root } = BASE.run({
      args: ['make', 'a=b'],
      cwd: '/src',
      env: { A: 'b=c', EMPTY: '' },
      user: '1000:1000',
      network: 'none',
      security: 'insecure',
      hostname: 'box',
      extraHosts: [{ host: 'a.example', ip: '192.0.2.1' }],
      validExitCodes: [0, 3],
      customName: 'all',
    });

    expect(execOf(root)).toMatchObject({
      args: ['make', 'a=b'],
      cwd: '/src',
      env: { A: 'b=c', EMPTY: '' },
      user: '1000:1000',
      network: 'none',
      security: 'insecure',
      hostname: 'box',
      extraHosts: { 'a.example': '192.0.2.1' },
      validExitCodes: [0, 3],
    });
  });

  test('tells mounts by their path, each with what it is of', () => {
    const files = scratch().file(mkfile('/a', 0o644, 'a'), { customName: 'files' });
    const { root } = BASE.run({
      args: ['true'],
      mounts: [
        bindMount('/files', files, { readonly: true, selector: '/a' }),
        bindMount('/out', scratch()),
        cacheMount('/cache', { id: 'c' }),
        cacheMount('/locked', { id: 'l', sharing: 'locked' }),
        secretMount('/secret', { id: 's' }),
        sshMount({ id: 'default', target: '/agent' }),
        tmpfsMount('/tmp'),
      ],
    });

    expect(execOf(root).mounts).toEqual({
      '/': { type: 'bind', from: expect.stringContaining('busybox') },
      '/files': { type: 'bind', from: 'files', selector: '/a', readonly: true },
      '/out': { type: 'bind', from: 'scratch' },
      '/cache': { type: 'cache', id: 'c' },
      '/locked': { type: 'cache', id: 'l', sharing: 'locked' },
      '/secret': { type: 'secret', id: 's' },
      '/agent': { type: 'ssh', id: 'default' },
      '/tmp': { type: 'tmpfs' },
    });
  });
});

describe('changes of files, as assertions see them', () => {
  test('are told in their order, each into the one before', () => {
    const timestamp = new Date('2026-11-01T00:00:00Z');
    const action = mkdir('/etc', 0o755, { timestamp, owner: { user: 1, group: 'staff' } })
      .mkfile('/etc/a', 0o600, 'text')
      .symlink('a', '/etc/b')
      .rm('/etc/c');

    expect(filesOf(BASE.file(action, { customName: 'etc' }))).toEqual([
      {
        name: 'etc',
        action: 'mkdir',
        into: expect.stringContaining('busybox'),
        path: '/etc',
        mode: 0o755,
        owner: { user: 1, group: 'staff' },
        timestamp: '2026-11-01T00:00:00Z',
      },
      expect.objectContaining({ action: 'mkfile', path: '/etc/a', mode: 0o600, content: 'text' }),
      expect.objectContaining({ action: 'symlink', path: '/etc/b', target: 'a' }),
      { name: 'etc', action: 'rm', path: '/etc/c' },
    ]);
  });

  test('of a copy tell from where, by which patterns', () => {
    const from = scratch().file(mkfile('/a', 0o644, 'a'), { customName: 'from' });
    const put = copy(from, '/a', '/b', {
      mode: 0o755,
      includePatterns: ['*.c'],
      excludePatterns: ['x'],
    });

    expect(filesOf(scratch().file(put, { customName: 'put' }))[1]).toEqual({
      name: 'put',
      action: 'copy',
      from: 'from',
      src: '/a',
      path: '/b',
      mode: 0o755,
      include: ['*.c'],
      exclude: ['x'],
    });
  });

  test('are one alone where there is one', () => {
    expect(filesOf(BASE.file(rm('/a')))).toHaveLength(1);
    expect(filesOf(BASE.file(symlink('a', '/b')))).toMatchObject([{ target: 'a', path: '/b' }]);
  });
});

describe('a graph, as assertions see it', () => {
  const source = http('https://example.org/a', { checksum: `sha256:${'a'.repeat(64)}` });

  test('has each vertex behind those that it uses, once, though several use it', () => {
    const twice = scratch()
      .file(copy(source, '/a', '/a'), { customName: 'one' })
      .file(copy(source, '/a', '/b'), { customName: 'two' });

    expect(graphOf(twice).vertexes.map(({ name }) => name)).toEqual([
      'https://example.org/a',
      'one',
      'two',
    ]);
  });

  test('tells vertexes of one name apart by a number', () => {
    const both = scratch()
      .file(mkdir('/a', 0o755), { customName: 'make' })
      .file(mkdir('/b', 0o755), { customName: 'make' });
    const graph = graphOf(both);

    expect(graph.vertexes.map(({ name }) => name)).toEqual(['make', 'make (2)']);
    expect(filesOf(both)[1]).toMatchObject({ name: 'make (2)', into: 'make' });
  });

  test('names an output of an exec by the mount that it is', () => {
    const exec = BASE.run({
      args: ['make'],
      mounts: [bindMount('/out', scratch())],
      customName: 'make',
    });

    expect(filesOf(exec.mount('/out').file(rm('/x')))).toMatchObject([{ into: 'make: /out' }]);
    expect(filesOf(exec.root.file(rm('/x')))).toMatchObject([{ into: 'make' }]);
  });

  test('is empty for scratch', () => {
    expect(graphOf(scratch()).vertexes).toEqual([]);
    expect(graphOf(scratch()).nameOf(undefined)).toBe('scratch');
  });

  test('is as deep as one likes', () => {
    let state = scratch();
    for (let at = 0; at < 5000; at += 1) state = state.file(mkdir(`/${at}`, 0o755));

    expect(graphOf(state).vertexes).toHaveLength(5000);
  });

  test('has sources with their attributes sorted, and the platform of an image', () => {
    const views = graphOf(BASE.file(copy(source, '/a', '/'))).vertexes.flatMap((vertex) =>
      vertex.op.body?.kind === 'source' ? [sourceView(vertex, vertex.op.body)] : [],
    );

    expect(views.map(({ identifier, platform }) => [identifier, platform])).toEqual([
      ['docker-image://docker.io/library/busybox:1', 'linux/arm/v7'],
      ['https://example.org/a', undefined],
    ]);
    for (const { attrs } of views) expect(Object.keys(attrs)).toEqual(Object.keys(attrs).sort());
  });
});

describe('a graph for snapshots', () => {
  test('has every kind of vertex, without hashes', () => {
    const source = http('https://example.org/a', { checksum: `sha256:${'a'.repeat(64)}` });
    const state = BASE.run({ args: ['sh'], customName: 'run' }).root.file(
      copy(source, '/a', '/b', { mode: 0o4755 }),
      { customName: 'put' },
    );

    expect(graphJson(graphOf(state))).toEqual([
      expect.objectContaining({
        source: 'docker-image://docker.io/library/busybox:1',
        platform: 'linux/arm/v7',
      }),
      { name: 'run', exec: expect.not.objectContaining({ env: expect.anything() }) },
      { source: 'https://example.org/a', attrs: { 'http.checksum': 'sha256:…' } },
      { name: 'put', file: [expect.objectContaining({ action: 'copy', mode: '0o4755' })] },
    ]);
  });

  test('shows a mode of text as it is', () => {
    const state = BASE.file(copy(BASE, '/a', '/b', { mode: 'u=rwX,g=rX' }), { customName: 'put' });

    expect(graphJson(graphOf(state)).at(-1)).toEqual({
      name: 'put',
      file: [expect.objectContaining({ action: 'copy', mode: 'u=rwX,g=rX' })],
    });
  });

  test.each([
    [`sha256:${'a'.repeat(64)}`, 'sha256:…'],
    [`git://x#${'b'.repeat(40)}:docs`, 'git://x#…:docs'],
    [`local://unpacker-amd64-${'c'.repeat(12)}`, 'local://unpacker-amd64-…'],
    ['c'.repeat(63), 'c'.repeat(63)],
    ['deadbeef', 'deadbeef'],
    [7, 7],
    [null, null],
  ])('has for %j %j', (value, shown) => {
    expect(withoutHashes(value)).toBe(shown);
    expect(withoutHashes({ [`${value}`]: [value] })).toEqual({ [`${shown}`]: [shown] });
  });
});
