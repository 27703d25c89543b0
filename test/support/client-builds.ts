import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BuildRequest,
  type BuildResult,
  connect,
  type SolveStatus,
  type StartTransport,
} from '../../lib/client';
import { grpcJs } from '../../lib/client/grpc-js';
import { copy, type Definition, local, mkfile, type State, scratch } from '../../lib/llb';
import type { Platform } from '../../lib/oci/platform';
import { describeWith } from './engine';
import { makeShellRootfs } from './shell-rootfs';
import { temporaryFolder } from './temporary-folder';

export const AMD64: Platform = { os: 'linux', architecture: 'amd64' };
export const ARM64: Platform = { os: 'linux', architecture: 'arm64' };

/** What a build gave back, and all that it told meanwhile. */
export interface ToldBuild {
  readonly response: Readonly<Record<string, string>>;
  readonly status: SolveStatus[];
}

/** Builds by the client on one daemon, in a folder of the test file. */
export class ClientBuilds {
  readonly folder = temporaryFolder('build');
  /** A folder for the local source `shell`: see {@link shellRoot}. */
  readonly shell = join(this.folder, 'shell');
  #counter = 0;

  constructor() {
    mkdirSync(this.shell);
    makeShellRootfs(this.shell);
  }

  /** A path that is not there yet. */
  fresh(name: string): string {
    return join(this.folder, `${this.#counter++}-${name}`);
  }

  /** One build on a connection of its own. */
  async build(
    address: string,
    request: BuildRequest,
    signal?: AbortSignal,
    transport?: StartTransport,
  ): Promise<ToldBuild> {
    const connection = await connect(address, { transport });
    const status: SolveStatus[] = [];
    try {
      const { exporterResponse } = await connection.build(request, {
        onStatus: (one) => status.push(one),
        signal,
      });
      return { response: exporterResponse, status };
    } finally {
      connection.close();
    }
  }
}

/** Defines tests once for Docker Engine and once for a standalone buildkitd. */
export function describeOnBothDaemons(
  subject: string,
  define: (address: () => string, service: string) => void,
): void {
  describeWith(['engine'], `${subject}, by Docker Engine`, ({ engine }) => {
    define(() => engine.address, 'engine');
  });
  describeWith(['buildkitd'], `${subject}, by buildkitd`, ({ buildkitd }) => {
    define(() => buildkitd.address, 'buildkitd');
  });
}

/** As {@link describeOnBothDaemons}, and once more over the transport that is not our own. */
export function describeOverTransports(
  subject: string,
  define: (address: () => string, service: string, transport?: StartTransport) => void,
): void {
  describeOnBothDaemons(subject, define);
  describeWith(['buildkitd'], `${subject}, by buildkitd over grpc-js`, ({ buildkitd }) => {
    define(() => buildkitd.address, 'grpc-js', grpcJs());
  });
}

export const marshal = (state: State, platform = AMD64): Definition =>
  state.marshal({ platform, localUniqueId: 'test' });

/** A result for one platform. */
export function result(state: State, platform = AMD64): BuildResult {
  const config = {
    ...platform,
    config: { Env: [`FOR=${platform.architecture}`] },
    rootfs: { type: 'layers', diff_ids: [] },
  };
  return {
    platform,
    definition: marshal(state, platform),
    config: Buffer.from(JSON.stringify(config)),
  };
}

export const hello = (): State => scratch().file(mkfile('/hello', 0o644, 'hello'));

/** Copied, so that steps are cached by content: a local source itself is new in each session. */
export const shellRoot = (): State =>
  scratch().file(copy(local('shell', { sharedKeyHint: 'shell' }), '/', '/'));
