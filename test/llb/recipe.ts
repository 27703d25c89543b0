import type { MarshalOptions, OpOptions } from '../../lib/llb';
import type { Platform } from '../../lib/oci/platform';

/**
 * A graph in the form that test/reference writes: steps that each make one state, from states of
 * earlier steps. The fields are explained in test/reference/vectors/recipe.go.
 */
export interface Recipe {
  readonly marshal: {
    readonly platform: Platform;
    readonly localUniqueId: string;
    readonly caps: readonly string[] | null;
  } & Pick<Common, 'require' | 'ignoreCache' | 'exportCache' | 'progressGroup'>;
  readonly files?: readonly RecipeFile[];
  readonly steps: readonly Step[];
  readonly result: number;
}

export interface RecipeFile {
  readonly name: string;
  readonly language: string;
  readonly data: string;
  readonly state: number;
}

export interface Common {
  readonly customName?: string;
  readonly description?: Readonly<Record<string, string>>;
  readonly ignoreCache?: boolean;
  readonly exportCache?: boolean;
  readonly platform?: Platform;
  readonly require?: readonly string[];
  readonly progressGroup?: { readonly id: string; readonly name: string; readonly weak: boolean };
  readonly linuxResources?: Readonly<Record<string, string>>;
  readonly localUniqueId?: string;
  readonly sources?: readonly {
    readonly file: number;
    readonly ranges: readonly (readonly [number, number, number, number])[];
  }[];
}

export interface SessionFile {
  readonly id: string;
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly optional: boolean;
}

export interface RecipeMount {
  readonly kind: 'bind' | 'cache' | 'tmpfs' | 'secret' | 'ssh';
  readonly target: string;
  readonly state: number;
  readonly readonly?: boolean;
  readonly selector?: string;
  readonly noOutput?: boolean;
  readonly contentCache?: 'default' | 'on' | 'off';
  readonly id?: string;
  readonly sharing?: 'shared' | 'private' | 'locked';
  readonly size: string;
  readonly session: SessionFile;
}

export interface Action {
  readonly kind: 'mkdir' | 'mkfile' | 'rm' | 'symlink' | 'copy';
  readonly path?: string;
  readonly dest?: string;
  readonly mode: number;
  readonly modeStr?: string;
  readonly hasMode?: boolean;
  readonly data?: string;
  readonly owner?: string;
  readonly uidGid?: readonly [number, number];
  readonly time?: string;
  readonly flags?: Readonly<Record<string, boolean>>;
  readonly lists?: Readonly<Record<string, readonly string[] | null>>;
  readonly from: number;
  readonly group?: string;
  readonly groupActions?: readonly Action[];
  readonly groupState: number;
}

export interface Step {
  readonly op: string;
  readonly on: number;
  readonly common: Common;
  readonly ref?: string;
  readonly text?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, boolean>>;
  readonly numbers?: Readonly<Record<string, number>>;
  readonly lists?: Readonly<Record<string, readonly string[] | null>>;
  readonly knownHosts?: readonly string[];
  readonly hasHeader?: boolean;
  readonly hasSig?: boolean;
  readonly authTokens?: Readonly<Record<string, string>>;
  readonly layerLimit?: number;
  readonly imageConfig?: string;
  readonly env?: readonly (readonly [string, string])[];
  readonly cwd?: string;
  readonly user?: string;
  readonly hostname?: string;
  readonly cgroupParent?: string;
  readonly network?: 'sandbox' | 'host' | 'none';
  readonly security?: 'sandbox' | 'insecure';
  readonly platformSet?: Platform;
  readonly hosts?: readonly (readonly [string, string])[];
  readonly ulimits?: readonly {
    readonly name: 'nofile';
    readonly soft: string;
    readonly hard: string;
  }[];
  readonly reset?: number;
  readonly args?: readonly string[];
  readonly shlex?: string;
  readonly mounts?: readonly RecipeMount[];
  readonly secretEnv?: readonly SessionFile[];
  readonly readonly?: boolean;
  readonly exitCodes?: readonly number[];
  readonly proxy?: Readonly<Record<string, string>>;
  readonly cdi?: readonly SessionFile[];
  readonly target?: string;
  readonly actions?: readonly Action[];
  readonly states?: readonly number[];
  readonly id?: string;
  readonly outputs?: readonly boolean[];
  readonly index?: number;
  readonly filename?: string;
}

/** The object without its undefined values, which exact optional types demand. */
export function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** Options that every op takes, but for its lines. */
export function commonOptions(common: Common): OpOptions {
  const { linuxResources: resources } = common;
  return defined({
    customName: common.customName,
    description: common.description,
    ignoreCache: common.ignoreCache,
    exportCache: common.exportCache,
    platform: common.platform,
    constraints: common.require,
    progressGroup: common.progressGroup,
    localUniqueId: common.localUniqueId,
    linuxResources:
      resources === undefined
        ? undefined
        : {
            memory: BigInt(resources.memory ?? 0),
            memorySwap: BigInt(resources.memorySwap ?? 0),
            cpuShares: BigInt(resources.cpuShares ?? 0),
            cpuPeriod: BigInt(resources.cpuPeriod ?? 0),
            cpuQuota: BigInt(resources.cpuQuota ?? 0),
            cpusetCpus: resources.cpusetCpus ?? '',
            cpusetMems: resources.cpusetMems ?? '',
          },
  });
}

/** Options that a recipe is marshalled with. */
export function marshalOptions({ marshal }: Recipe): MarshalOptions {
  const { platform, localUniqueId, caps, ...rest } = marshal;
  return {
    ...commonOptions(rest),
    platform,
    localUniqueId,
    ...(caps === null ? {} : { caps: new Set(caps) }),
  };
}
