import type { IConstruct } from 'constructs';
import type { ArchiveFile, LayoutInput, LocalInput } from '../../lib/assembly/manifest';
import type { VendoredFile } from '../../lib/assembly/vendored-file';
import type { InputKind, InputRequest } from '../../lib/inputs/kind';
import type { LocalOptions, OciLayoutOptions, State } from '../../lib/llb';
import type { Platform } from '../../lib/oci/platform';

/**
 * What everything is lowered for: the platform it is for, the one that execs run on, and the
 * answers of the lock.
 *
 * An app is lowered in one walk, from its images down. Where the lock misses answers, the walk goes
 * on without them, to find all that is asked; what it made is then thrown away.
 */
export interface Target {
  /** Platform of the result, e.g. `linux/arm64`. */
  readonly platform: Platform;
  /** Platform that execs run on. */
  readonly build: Platform;
  /** The same walk for another platform; for {@link Target.build}, say, what a stage runs in. */
  for(platform: Platform): Target;
  /**
   * Asks the lock, in the name of a construct.
   *
   * Undefined while there is no answer: it is asked for by `synth lock`, and the app is lowered again
   * once it is there. Until then give anything in its place, e.g. `scratch()`: nothing of it is
   * written. A request that depends on an answer is made once that is there.
   */
  ask<Q extends InputRequest, A, S>(
    owner: IConstruct,
    kind: InputKind<Q, A, S>,
    request: Q,
  ): A | undefined;
  /**
   * What the first call made for this owner and platform, so that what is used twice is one chain of
   * vertices, made once. By identity, never by name: a name may be another's too.
   *
   * @param part tells apart what one owner makes several of
   * @throws what the first call threw; BuildError `E_LOWER_CIRCLE` where it needs its own result
   */
  once<T>(owner: object, make: () => T, part?: string): T;
  /**
   * Files that the client sends. Becomes a `local://` source; the manifest says what it holds.
   *
   * @param name that changes with the content, or with the place that it comes from
   * @throws BuildError `E_LOCAL_NAME` where another folder is sent under the name, `E_LOCAL_FOLDER`
   *   for one that is not below the folder of the app
   */
  local(name: string, input: LocalInput, options?: LocalOptions): State;
  /**
   * An image of an OCI layout in a folder of the app, which the client sends. Becomes an
   * `oci-layout://` source; the manifest says where the layout is, by the name of its store.
   *
   * @param reference `name@sha256:…`
   * @param options with a `storeId` that changes with the content
   */
  layout(
    reference: string,
    input: LayoutInput,
    options: OciLayoutOptions & { readonly storeId: string },
  ): State;
  /**
   * Tells that a file may be fetched from mirrors of its archive, and how large it is.
   *
   * @param url canonical: the identifier of its `http` source
   */
  mirrored(url: string, file: ArchiveFile): void;
  /**
   * Tells that a file is a vendor's, and under which licence: labels of the images that fetch it,
   * bills of materials and audits say so.
   *
   * @param url the identifier of its `http` source
   */
  vendored(url: string, file: VendoredFile): void;
}
