import type { Definition, Input, Op, OpBody, OpMetadata } from '../llb';
import { decodeOp } from '../llb/wire/decode-op';
import { dumpExec } from './dump-exec';
import { dumpFile } from './dump-file';
import { filled, filledMap, type GoValue, goJson } from './go-json';

/**
 * A definition as text: one JSON object a line for each op, as `buildctl debug dump-llb` prints
 * it. (Two things it leaves out are here: the content of a `symlink`, and metadata's exact
 * 64-bit numbers.)
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/cmd/buildctl/debug/dumpllb.go
 */
export function dumpDefinition(definition: Definition): string {
  return [...dumpLines(definition)].join('');
}

/** The lines of {@link dumpDefinition} with their ends, each made when it is asked for. */
export function* dumpLines(definition: Definition): Iterable<string> {
  for (const { digest, bytes } of definition.ops) {
    const metadata = definition.metadata.get(digest) ?? { ignoreCache: false, caps: [] };
    const fields = {
      Op: dumpOp(decodeOp(bytes)),
      Digest: digest,
      OpMetadata: dumpMetadata(metadata),
    };
    yield `${goJson(fields)}\n`;
  }
}

function dumpOp({ inputs, body, platform, constraints }: Op): GoValue {
  return {
    inputs: filled(inputs.map(dumpInput)),
    Op: body === undefined ? {} : { [body.kind]: dumpBody(body) },
    platform:
      platform === undefined
        ? undefined
        : {
            Architecture: filled(platform.architecture),
            OS: filled(platform.os),
            Variant: filled(platform.variant),
            OSVersion: filled(platform.osVersion),
            OSFeatures: filled(platform.osFeatures),
          },
    constraints: constraints === undefined ? undefined : { filter: filled(constraints.filter) },
  };
}

function dumpInput({ digest, index }: Input): GoValue {
  return { digest: filled(digest), index: filled(index) };
}

function dumpBody(body: OpBody): GoValue {
  const index = (input: number): GoValue => ({ input: filled(input) });
  switch (body.kind) {
    case 'exec':
      return dumpExec(body);
    case 'file':
      return dumpFile(body);
    case 'source':
      return {
        identifier: filled(body.identifier),
        attrs: filledMap(body.attrs, (value) => value),
      };
    case 'build':
      return {
        builder: filled(body.builder),
        inputs: filledMap(body.inputs, index),
        attrs: filledMap(body.attrs, (value) => value),
      };
    case 'merge':
      return { inputs: filled(body.inputs.map(index)) };
    case 'diff':
      return {
        lower: body.lower === undefined ? undefined : index(body.lower),
        upper: body.upper === undefined ? undefined : index(body.upper),
      };
    case 'passthrough':
      return { id: filled(body.id), outputs: filled(body.outputs) };
  }
}

function dumpMetadata(metadata: OpMetadata): GoValue {
  const { ignoreCache, description, exportCache, progressGroup, linuxResources } = metadata;
  const caps = new Map<string, GoValue>();
  for (const cap of metadata.disabledCaps ?? []) caps.set(cap, false);
  for (const cap of metadata.caps) caps.set(cap, true);
  return {
    ignore_cache: filled(ignoreCache),
    description: filledMap(description ?? {}, (value) => value),
    export_cache: exportCache === undefined ? undefined : { Value: filled(exportCache) },
    caps: caps.size === 0 ? undefined : caps,
    progress_group:
      progressGroup === undefined
        ? undefined
        : {
            id: filled(progressGroup.id),
            name: filled(progressGroup.name),
            weak: filled(progressGroup.weak ?? false),
          },
    linux_resources:
      linuxResources === undefined
        ? undefined
        : {
            memory: filled(linuxResources.memory ?? 0),
            memorySwap: filled(linuxResources.memorySwap ?? 0),
            cpuShares: filled(linuxResources.cpuShares ?? 0),
            cpuPeriod: filled(linuxResources.cpuPeriod ?? 0),
            cpuQuota: filled(linuxResources.cpuQuota ?? 0),
            cpusetCpus: filled(linuxResources.cpusetCpus ?? ''),
            cpusetMems: filled(linuxResources.cpusetMems ?? ''),
          },
  };
}
