import { posix } from 'node:path';
import type { Definition } from '../lib/llb/definition/definition';
import { decodeOp } from '../lib/llb/wire/decode-op';
import type { ExecMessage, MountMessage } from '../lib/llb/wire/exec';
import type { FileActionMessage } from '../lib/llb/wire/file';
import type { Op } from '../lib/llb/wire/op';

/** A Dockerfile and the files of its context, by name. */
export interface EqualDockerfile {
  readonly dockerfile: string;
  readonly context: ReadonlyMap<string, Uint8Array>;
}

/** What is wanted for one platform. */
export interface WantedPlatform {
  /** As the Dockerfile argument TARGETARCH has it. */
  readonly architecture: string;
  readonly definition: Definition;
}

/**
 * Writes the graph of an image as a Dockerfile: a stage for each vertex, the same sources with the
 * same checksums, the same commands without network, for the same platforms.
 *
 * Where a Dockerfile has no word for what LLB does, the nearest one stands: a mount whose result is
 * kept becomes a folder of the stage and a copy out of it.
 *
 * @param locals content of the one file of each local source, by the name in `local://<name>`
 */
export function equalDockerfile(
  platforms: readonly WantedPlatform[],
  locals: ReadonlyMap<string, { readonly file: string; readonly content: Uint8Array }>,
): EqualDockerfile {
  const stages = new Map<string, string>();
  const context = new Map<string, Uint8Array>();
  const left = new Map<string, readonly string[]>();
  const addFile = (name: string, content: Uint8Array) => {
    context.set(name, content);
    return name;
  };
  for (const { architecture, definition } of platforms) {
    const used = new Set(
      definition.ops
        .flatMap(({ bytes }) => decodeOp(bytes).inputs)
        .map(({ digest, index }) => nameOf(vertexName(digest), index)),
    );
    const isUsed = (name: string) => used.has(name);
    let result = '';
    for (const { digest, bytes } of definition.ops) {
      const op = decodeOp(bytes);
      if (op.body === undefined) result = stageOf(op, 0);
      else stages.set(digest, stageText(vertexName(digest), op, { locals, addFile, left, isUsed }));
    }
    stages.set(`result ${architecture}`, `FROM ${result} AS result-${architecture}`);
  }
  const final = ['FROM result-$TARGETARCH AS result', 'FROM scratch', 'COPY --from=result / /'];
  const text = ['ARG TARGETARCH', BASE, ...stages.values(), ...final].join('\n');
  return { dockerfile: `${text}\n`, context };
}

/** Every stage runs on the build platform, as every vertex of ours does. */
const BASE = 'FROM --platform=$BUILDPLATFORM scratch AS empty';

interface Files {
  readonly locals: Parameters<typeof equalDockerfile>[1];
  readonly addFile: (name: string, content: Uint8Array) => string;
  /** Folders that stages hold since a step had them mounted, by the name of the stage. */
  readonly left: Map<string, readonly string[]>;
  /** Whether an output of a vertex is an input of another. */
  readonly isUsed: (name: string) => boolean;
}

/** Name of the stage for an output of a vertex. */
const nameOf = (vertex: string, output: number) => (output === 0 ? vertex : `${vertex}-${output}`);
const vertexName = (digest: string) => `v${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;

function stageOf({ inputs }: Op, index: number): string {
  const input = inputs[index];
  return input === undefined ? 'empty' : nameOf(vertexName(input.digest), input.index);
}

function stageText(name: string, op: Op, files: Files): string {
  const { body } = op;
  switch (body?.kind) {
    case 'source':
      return [`FROM empty AS ${name}`, sourceLine(body.identifier, body.attrs, files)].join('\n');
    case 'file':
      return fileStage(name, op, body.actions, files);
    case 'exec':
      return execStages(name, op, body, files);
    default:
      throw new Error(`no Dockerfile has a word for "${body?.kind}"`);
  }
}

function sourceLine(
  identifier: string,
  attrs: Readonly<Record<string, string>>,
  { addFile, locals }: Files,
): string {
  const [scheme = '', rest = ''] = identifier.split('://');
  if (scheme === 'git') return `ADD ${identifier} /`;
  if (scheme !== 'local') {
    const file = attrs['http.filename'] ?? posix.basename(identifier);
    return `ADD --checksum=${attrs['http.checksum']} ${identifier} /${file}`;
  }
  const local = locals.get(rest);
  if (local === undefined) throw new Error(`no file for ${identifier}`);
  return `COPY ${addFile(`${rest}-${local.file}`, local.content)} /${local.file}`;
}

function fileStage(
  name: string,
  op: Op,
  actions: readonly FileActionMessage[],
  { addFile, left }: Files,
): string {
  const input = actions[0]?.input ?? -1;
  const base = input < 0 ? 'empty' : stageOf(op, input);
  left.set(name, left.get(base) ?? []);
  const lines = actions.flatMap(({ action, secondaryInput }, index) => {
    switch (action?.kind) {
      case 'copy': {
        const mode = action.mode < 0 ? '' : ` --chmod=${action.mode.toString(8)}`;
        return `COPY --from=${stageOf(op, secondaryInput)}${mode} ${action.src} ${action.dest}`;
      }
      case 'mkfile': {
        const file = addFile(`${name}-${index}`, action.data);
        return `COPY --chmod=${action.mode.toString(8)} ${file} ${action.path}`;
      }
      case 'mkdir':
        return []; // made by the copies into it
      default:
        throw new Error(`no Dockerfile has a word for "${action?.kind}"`);
    }
  });
  return [`FROM ${base} AS ${name}`, ...lines].join('\n');
}

function execStages(name: string, op: Op, { meta, mounts }: ExecMessage, files: Files): string {
  const root = mounts.find(({ dest }) => dest === '/');
  const others = mounts.filter((mount) => mount !== root);
  const kept = others.filter(({ output }) => files.isUsed(nameOf(name, output)));
  const base = stageOf(op, root?.input ?? -1);
  const before = files.left.get(base) ?? [];
  files.left.set(name, [...before, ...kept.map(({ dest }) => dest)]);
  for (const { input, output } of kept) {
    const content = input < 0 ? [] : (files.left.get(stageOf(op, input)) ?? []);
    files.left.set(nameOf(name, output), content);
  }
  const unclean = kept.map(({ dest }) => dest).filter((dest) => before.includes(dest));
  const binds = others.filter((mount) => !kept.includes(mount)).map(bind(op));
  return [
    `FROM ${base} AS ${name}`,
    ...kept.map(({ dest, input }) =>
      input < 0 ? `WORKDIR ${dest}` : `COPY --from=${stageOf(op, input)} / ${dest}/`,
    ),
    ...(meta?.env ?? []).map((pair) => {
      const [key = '', ...value] = pair.split('=');
      return `ENV ${key}=${JSON.stringify(value.join('='))}`;
    }),
    `WORKDIR ${meta?.cwd || '/'}`,
    `RUN ${['--network=none', ...binds].join(' ')} ${JSON.stringify(withoutContent(unclean, meta?.args ?? []))}`,
    ...kept.flatMap(({ dest, output }) => [
      `FROM empty AS ${nameOf(name, output)}`,
      `COPY --from=${name} ${dest} /`,
    ]),
  ].join('\n');
}

/** A command that finds folders empty. */
const withoutContent = (folders: readonly string[], args: readonly string[]) =>
  folders.length === 0
    ? args
    : [
        '/bin/sh',
        '-c',
        `rm -rf ${folders.map((one) => `${one}/*`).join(' ')}; exec "$@"`,
        '',
        ...args,
      ];

const bind =
  (op: Op) =>
  ({ dest, input, readonly, selector }: MountMessage): string => {
    const source = selector === '' ? '' : `,source=${selector}`;
    const access = readonly ? '' : ',rw';
    return `--mount=type=bind,from=${stageOf(op, input)}${source},target=${dest}${access}`;
  };
