import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bindMount,
  cacheMount,
  copy,
  Definition,
  diff,
  type ExecOptions,
  git,
  http,
  image,
  imageBlob,
  local,
  merge,
  mkdir,
  mkfile,
  ociLayout,
  type State,
  scratch,
  shlex,
  tmpfsMount,
} from '../../lib/llb';

interface GoldenCase {
  readonly name: string;
  readonly go: string;
  readonly def: readonly { digest: string; hex: string; caps: readonly string[] }[];
}

const golden: { cases: readonly GoldenCase[] } = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/llb.json'), 'utf8'),
);

const A64 = 'a'.repeat(64);
const alpine = image('alpine');
const busybox = image('busybox');
const run = (options: Partial<ExecOptions> = {}, base = alpine): State =>
  base.run({ args: ['true'], ...options }).root;

const states: Readonly<Record<string, () => State>> = {
  image: () => alpine,
  'image-digest': () => image(`alpine@sha256:${A64}`),
  'image-forcepull': () => image('ghcr.io/x/y:1', { resolveMode: 'pull' }),
  'image-arm64v8': () =>
    run({}, image('alpine', { platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } })),
  'image-blob': () =>
    imageBlob(`alpine@sha256:${A64}`, { filename: 'f', chmod: 0o644, uid: 1, gid: 2 }),
  'oci-layout': () =>
    ociLayout(`not/real@sha256:${A64}`, { sessionId: 'sess', storeId: 'store', layerLimit: 1 }),
  'http-min': () => http('https://example.com/a.tgz'),
  'git-https': () =>
    git('https://github.com/moby/buildkit.git', { ref: 'v0.11.6', keepGitDir: true }),
  'git-ssh': () =>
    git('git@github.com:moby/buildkit.git', {
      knownSshHosts: 'k',
      mountSshSock: 'id',
      checksum: 'abc',
      skipSubmodules: true,
      mtime: 'commit',
    }),
  local: () => local('ctx'),
  'local-full': () =>
    local('ctx', {
      sessionId: 's',
      includePatterns: ['a&b', '<c>'],
      excludePatterns: ['.git'],
      followPaths: ['l'],
      sharedKeyHint: 'h',
      differ: { type: 'none', required: true },
      metadataOnlyTransfer: ['x'],
    }),
  run: () => run({ args: ['echo', 'hi'] }),
  'run-customname': () => run({ args: ['echo', 'hi'], customName: 'hello' }),
  'run-env-order': () =>
    run({}, alpine.addEnv('A', '1').addEnv('B', '2').addEnv('A', '3').dir('/w')),
  'run-shlex': () => run({ args: shlex(`sh -c 'echo "$HOME" && true'`) }),
  'run-net-sec': () => run({ network: 'host', security: 'insecure' }),
  'run-proxy-empty': () => run({ proxy: {} }),
  'run-proxy': () => run({ proxy: { httpProxy: 'p', noProxy: 'n' } }),
  'run-readonly-out': () =>
    alpine
      .run({ args: ['true'], readonlyRootfs: true, mounts: [bindMount('/out', scratch())] })
      .mount('/out'),
  'mounts-root': () =>
    run({
      args: ['x'],
      mounts: [
        bindMount('/z', scratch()),
        bindMount('/a', busybox, { readonly: true, selector: '/bin' }),
        cacheMount('/c', { id: 'id1', sharing: 'locked' }),
        tmpfsMount('/t', { size: 64 }),
        bindMount('/n', busybox, { forceNoOutput: true }),
        bindMount('/k', busybox, { contentCache: 'on' }),
      ],
    }),
  'file-scratch': () =>
    scratch().file(
      mkdir('/a', 0o755, { parents: true })
        .mkfile('/a/b', 0o644, 'x', {
          owner: { user: 1, group: 0 },
          timestamp: 1_000_000_000n,
        })
        .rm('/q', { allowNotFound: true, allowWildcard: true })
        .symlink('/a/b', '/c'),
    ),
  'file-empty-mkfile': () => scratch().file(mkfile('/e', 0, '')),
  'copy-order': () =>
    image('a:1').file(copy(image('b:1'), '/x', '/x').copy(image('c:1'), '/y', '/y')),
  'copy-modestr': () => alpine.file(copy(image('b:1'), '/x', '/y/.', { mode: 'u+x' })),
  merge: () => merge([alpine, busybox]),
  diff: () => diff(alpine, run({ args: ['echo', 'hi'] })),
  passthrough: () => alpine.requires('r', [busybox]),
  'constraint-filter': () => run({ constraints: ['a==b'] }),
};

// Go asks for too little here: it collects the capabilities of file actions before there are any.
const MORE_CAPS: Readonly<Record<string, string>> = { 'file-scratch': 'file.symlink.create' };

const options = { platform: { os: 'linux', architecture: 'amd64' }, localUniqueId: 'uid0' };

test('the vectors and the cases of this file are the same', () => {
  expect(golden.cases.map(({ name }) => name).sort()).toEqual(Object.keys(states).sort());
});

describe.each(golden.cases)('$name: $go', ({ name, def }) => {
  const definition = (): Definition => {
    const state = states[name];
    if (state === undefined) throw new Error(`no case ${name}`);
    return state().marshal(options);
  };

  test('has the ops of Go, byte for byte', () => {
    expect(definition().ops.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).toEqual(
      def.map(({ hex }) => hex),
    );
    expect(definition().ops.map(({ digest }) => digest)).toEqual(def.map(({ digest }) => digest));
  });

  test('asks for what Go asks for', () => {
    const { ops, metadata } = definition();
    const caps = ops.flatMap(({ digest }) => metadata.get(digest)?.caps ?? []);
    const expected = def.flatMap((op) => op.caps);
    const more = MORE_CAPS[name];
    expect([...new Set(caps)].sort()).toEqual(
      [...new Set(more === undefined ? expected : [...expected, more])].sort(),
    );
  });

  test('survives serialisation', () => {
    const bytes = definition().toBytes();
    const read = Definition.fromBytes(bytes);
    expect(Buffer.from(read.toBytes()).equals(bytes)).toBe(true);
    expect(read.digest).toBe(def.at(-1)?.digest);
  });
});
