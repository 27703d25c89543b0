import fc from 'fast-check';
import type {
  ExecMessage,
  FileActionBody,
  FileMessage,
  MetaMessage,
  MountMessage,
  Op,
  OpBody,
} from '../../lib/llb';

// Ops as the wire may hold them: each field has its usual values, its zero, and its borders.

/** Text with characters of every width; no half of a pair. */
export const wireText = fc.oneof(
  { weight: 1, arbitrary: fc.constant('') },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary-ascii', minLength: 90, maxLength: 200 }) },
);

/** A count that a number can hold, or -1 for none. */
export const wireIndex = fc.oneof(
  fc.integer({ min: -1, max: 3 }),
  fc.maxSafeInteger(),
  fc.constantFrom(127, 128, 2 ** 28 - 1, 2 ** 28, 2 ** 32, -(2 ** 31), -(2 ** 32) - 1),
);

/** An int32, an enum among them. */
export const wireInt32 = fc.oneof(
  fc.integer({ min: -1, max: 4 }),
  fc.integer(),
  fc.constantFrom(2 ** 31 - 1, -(2 ** 31)),
);

/** A uint32. */
export const wireUint32 = fc.oneof(
  fc.nat({ max: 3 }),
  fc.integer({ min: 0, max: 0xffff_ffff }),
  fc.constantFrom(2 ** 31, 2 ** 32 - 1),
);

/** An int64. */
export const wireInt64 = fc.oneof(
  fc.bigInt({ min: -1n, max: 2n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n, 2n ** 56n),
);

/** A uint64. */
export const wireUint64 = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n }),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.constantFrom(2n ** 63n, 2n ** 64n - 1n),
);

const texts = fc.array(wireText, { maxLength: 3 });
const flag = fc.boolean();
const bytes = fc.uint8Array({ maxLength: 40 });

/** A map of strings; names that look like numbers are left to tests of their own. */
export const wireMap = fc.dictionary(
  wireText.filter((key) => !/^\d+$/.test(key)),
  wireText,
  { maxKeys: 4, noNullPrototype: true },
);

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const session = fc.record({
  id: wireText,
  uid: wireUint32,
  gid: wireUint32,
  mode: wireUint32,
  optional: flag,
});

const mount: fc.Arbitrary<MountMessage> = fc.record({
  input: wireIndex,
  selector: wireText,
  dest: wireText,
  output: wireIndex,
  readonly: flag,
  mountType: wireInt32,
  tmpfsOpt: optional(fc.record({ size: wireInt64 })),
  cacheOpt: optional(fc.record({ id: wireText, sharing: wireInt32 })),
  secretOpt: optional(session),
  sshOpt: optional(session),
  resultId: wireText,
  contentCache: wireInt32,
});

const meta: fc.Arbitrary<MetaMessage> = fc.record({
  args: texts,
  env: texts,
  cwd: wireText,
  user: wireText,
  proxyEnv: optional(
    fc.record({
      httpProxy: wireText,
      httpsProxy: wireText,
      ftpProxy: wireText,
      noProxy: wireText,
      allProxy: wireText,
    }),
  ),
  extraHosts: fc.array(fc.record({ host: wireText, ip: wireText }), { maxLength: 2 }),
  hostname: wireText,
  ulimits: fc.array(fc.record({ name: wireText, soft: wireInt64, hard: wireInt64 }), {
    maxLength: 2,
  }),
  cgroupParent: wireText,
  removeMountStubsRecursive: flag,
  validExitCodes: fc.array(wireInt32, { maxLength: 4 }),
});

const exec: fc.Arbitrary<ExecMessage> = fc.record({
  kind: fc.constant('exec'),
  meta: optional(meta),
  mounts: fc.array(mount, { maxLength: 2 }),
  network: wireInt32,
  security: wireInt32,
  secretEnv: fc.array(fc.record({ id: wireText, name: wireText, optional: flag }), {
    maxLength: 2,
  }),
  cdiDevices: fc.array(fc.record({ name: wireText, optional: flag }), { maxLength: 2 }),
});

const user = fc.oneof(
  fc.record({ id: wireUint32 }),
  fc.record({ name: fc.record({ name: wireText, input: wireIndex }) }),
  fc.constant({}),
);
const owner = optional(fc.record({ user: optional(user), group: optional(user) }));

/** What one action of a file op does, of every kind. */
export const wireFileAction: fc.Arbitrary<FileActionBody> = fc.oneof(
  fc.record({
    kind: fc.constant('copy' as const),
    src: wireText,
    dest: wireText,
    owner,
    mode: wireInt32,
    followSymlink: flag,
    dirCopyContents: flag,
    attemptUnpackDockerCompatibility: flag,
    createDestPath: flag,
    allowWildcard: flag,
    allowEmptyWildcard: flag,
    timestamp: wireInt64,
    includePatterns: texts,
    excludePatterns: texts,
    alwaysReplaceExistingDestPaths: flag,
    modeStr: wireText,
    requiredPaths: texts,
  }),
  fc.record({
    kind: fc.constant('mkfile' as const),
    path: wireText,
    mode: wireInt32,
    data: bytes,
    owner,
    timestamp: wireInt64,
  }),
  fc.record({
    kind: fc.constant('mkdir' as const),
    path: wireText,
    mode: wireInt32,
    makeParents: flag,
    owner,
    timestamp: wireInt64,
  }),
  fc.record({
    kind: fc.constant('rm' as const),
    path: wireText,
    allowNotFound: flag,
    allowWildcard: flag,
  }),
  fc.record({
    kind: fc.constant('symlink' as const),
    oldpath: wireText,
    newpath: wireText,
    owner,
    timestamp: wireInt64,
  }),
);

const file: fc.Arbitrary<FileMessage> = fc.record({
  kind: fc.constant('file'),
  actions: fc.array(
    fc.record({
      input: wireIndex,
      secondaryInput: wireIndex,
      output: wireIndex,
      action: optional(wireFileAction),
    }),
    { maxLength: 3 },
  ),
});

/** What an op does, of every kind. */
export const wireBody: fc.Arbitrary<OpBody> = fc.oneof(
  exec,
  file,
  fc.record({ kind: fc.constant('source' as const), identifier: wireText, attrs: wireMap }),
  fc.record({
    kind: fc.constant('build' as const),
    builder: wireIndex,
    inputs: wireMap.chain((keys) =>
      fc
        .array(wireIndex, { minLength: 4, maxLength: 4 })
        .map((indexes) =>
          Object.fromEntries(Object.keys(keys).map((key, at) => [key, indexes[at] ?? 0])),
        ),
    ),
    attrs: wireMap,
  }),
  fc.record({
    kind: fc.constant('merge' as const),
    inputs: fc.array(wireIndex, { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('diff' as const),
    lower: optional(wireIndex),
    upper: optional(wireIndex),
  }),
  fc.record({
    kind: fc.constant('passthrough' as const),
    id: wireText,
    outputs: fc.array(wireIndex, { maxLength: 4 }),
  }),
);

/** An op with any fields. */
export const wireOp: fc.Arbitrary<Op> = fc.record({
  inputs: fc.array(fc.record({ digest: wireText, index: wireIndex }), { maxLength: 3 }),
  body: optional(wireBody),
  platform: optional(
    fc.record({
      architecture: wireText,
      os: wireText,
      variant: wireText,
      osVersion: wireText,
      osFeatures: texts,
    }),
  ),
  constraints: optional(fc.record({ filter: texts })),
});

/** A value without what jest would tell apart though it is equal: kinds of byte arrays, unset fields. */
export function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return [...value].map(([key, own]) => [key, plain(own)]);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, own]) => own !== undefined);
  return Object.fromEntries(entries.map(([key, own]) => [key, plain(own)]));
}
