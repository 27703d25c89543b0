import type { ImageConfigFields } from '../oci/image-config';
import type { Hardening } from './elf/hardening';
import type { AuditedPackage } from './packages';

/** What an image is, by its config and its files, and whether that is what it may be. */
export interface ImageAudit {
  readonly image: string;
  /** `linux/arm64`. */
  readonly platform: string;
  /** Of the manifest of the platform. */
  readonly digest: string;
  /** Departures from the contract of a runtime, each with its reason. @default - it is no runtime */
  readonly waivers: Readonly<Record<string, string>> | undefined;
  /**
   * Tests that it has passed, by the paths of their constructs: none where those of the image are for
   * other platforms.
   *
   * @default - the image has no test
   */
  readonly tests?: readonly string[] | undefined;
  /** What the image tells an engine: user, entrypoint, variables, ports, volumes, healthcheck. */
  readonly config: ImageConfigFields;
  /** Accounts of /etc/passwd. */
  readonly accounts: readonly AuditedAccount[];
  /** Lowest first. */
  readonly layers: readonly AuditedLayer[];
  /** Files, folders and links. */
  readonly files: number;
  /** Sorted by name. */
  readonly packages: readonly AuditedPackage[];
  /** Programs and libraries, sorted by path. */
  readonly programs: readonly AuditedProgram[];
  /** What is not as it should be, also where a waiver says why. */
  readonly findings: readonly Finding[];
}

/** An account of an image. */
export interface AuditedAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

/** A layer of an image. */
export interface AuditedLayer {
  readonly digest: string;
  /** Bytes as it is stored and sent. */
  readonly compressedSize: number;
  /** Bytes of its files. */
  readonly size: number;
  /** What the history says that made it. */
  readonly says: string;
}

/** A program or library of an image. */
export interface AuditedProgram extends Hardening {
  readonly path: string;
  /** Whether it is started, and not loaded by what is. */
  readonly isProgram: boolean;
  /** Whether a package brought it. */
  readonly isPackaged: boolean;
  /** Whether it needs no library. */
  readonly isStatic: boolean;
  readonly size: number;
  /** Libraries by name. */
  readonly needed: readonly string[];
  /** Folders that it looks for them in. */
  readonly runpath: readonly string[];
  /** What of that is not there. */
  readonly missing: readonly string[];
}

/** Something that is not as a rule has it. */
export interface Finding {
  /** Name of the rule; of the contract that of its waiver. */
  readonly rule: string;
  /** What it is about, mostly a path. */
  readonly subject: string;
  /** As the rest of a sentence: `has a set-user-ID bit, 4755`. */
  readonly says: string;
  /** Why it is so all the same. @default - nothing says why: the rule is broken */
  readonly waiver?: string | undefined;
}
