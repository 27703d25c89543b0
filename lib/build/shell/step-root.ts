import type { ContainerMount, ContainerOptions } from '../../client';
import { type StepProcess, stepProcess } from '../../client/build/container/failed-step';
import { BuildError } from '../../errors';
import type { Definition } from '../../llb/definition/definition';
import { partOf } from '../../llb/definition/part-of';
import { platformOfMessage } from '../../llb/vertex/platform';
import {
  CACHE_SHARING_MODES,
  MOUNT_TYPES,
  type MountMessage,
  NETWORK_MODES,
} from '../../llb/wire/exec';
import type { Input } from '../../llb/wire/op';
import type { Platform } from '../../oci/platform';

/** A step before it has run. */
export interface StepRoot {
  readonly definition: Definition;
  readonly platform: Platform;
  readonly container: ContainerOptions;
  readonly process: StepProcess;
}

/** The root of an exec, and what is mounted there. @throws BuildError `E_SHELL_PLACE` */
export function stepRoot(definition: Definition, digest: string, name: string): StepRoot {
  const op = definition.op(digest);
  const body = op?.body;
  const root = body?.kind === 'exec' ? body.mounts.find(({ dest }) => dest === '/') : undefined;
  const input = op?.inputs[root?.input ?? -1];
  if (op?.platform === undefined || body?.kind !== 'exec' || input === undefined) {
    throw new BuildError('E_SHELL_PLACE', `the first step of "${name}" has an empty root`, {
      expected: 'a step that runs in a root with a shell',
    });
  }
  const others = body.mounts.filter((mount) => mount !== root);
  return {
    definition: partOf(definition, input.digest, input.index),
    platform: platformOfMessage(op.platform),
    container: {
      mounts: others.map((mount) => toMount(mount, op.inputs[mount.input], definition)),
      network: nameOf(NETWORK_MODES, body.network),
    },
    process: stepProcess(body),
  };
}

function toMount(
  { cacheOpt, dest, mountType, readonly, secretOpt, selector, sshOpt }: MountMessage,
  input: Input | undefined,
  definition: Definition,
): ContainerMount {
  const type = nameOf(MOUNT_TYPES, mountType);
  if (type === 'tmpfs') return { type, dest };
  if (type === 'bind') {
    const graph = input && partOf(definition, input.digest, input.index);
    return { type, dest, definition: graph, selector, readonly };
  }
  if (type === 'cache') {
    const sharing = nameOf(CACHE_SHARING_MODES, cacheOpt?.sharing ?? 0);
    return { type, dest, id: cacheOpt?.id ?? dest, sharing };
  }
  return { type, dest, id: '', ...(secretOpt ?? sshOpt) };
}

function nameOf<T extends string>(table: Readonly<Record<T, number>>, value: number): T {
  const names = Object.keys(table) as T[];
  const name = names.find((one) => table[one] === value) ?? names[0];
  if (name === undefined) throw new RangeError(`no name for ${value}`);
  return name;
}
