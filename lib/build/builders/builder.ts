import type { TlsOptions } from '../../client';

/** A daemon that builds, one of several. */
export interface Builder {
  /** Where it listens, or what connects to it, as `address` of a build has it. */
  readonly address: string;
  /** What it is called, and what decides with the name of an image where that goes. @default - its address */
  readonly name?: string | undefined;
  /**
   * Platforms of images that it is for, e.g. `linux/arm64`. A platform goes to builders that name it,
   * before those that name none.
   *
   * @default - those that no other builder names
   */
  readonly platforms?: readonly string[] | undefined;
  /** For a tcp:// address whose daemon asks for TLS. @default - that of the build */
  readonly tls?: TlsOptions | undefined;
}

/** What a builder is called. */
export const builderName = ({ address, name }: Builder): string => name ?? address;
