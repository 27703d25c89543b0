import { createHash } from 'node:crypto';
import { BuildError } from '../errors';
import { CONTENT } from './daemon/services';
import type { RpcChannel } from './rpc/channel';

/** Manifests, indexes and configs are far smaller; layers are not read this way. */
const MAX_CONTENT_BYTES = 8 * 1024 * 1024;

/** Reads a blob of the daemon's content store and checks it; see `Connection.readContent`. */
export async function readContent(
  channel: RpcChannel,
  digest: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const { data } of channel.serverStream(CONTENT.read, { digest }, { signal })) {
    chunks.push(data);
    size += data.length;
    if (size > MAX_CONTENT_BYTES) break;
  }
  const content = Buffer.concat(chunks);
  const actual = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  if (actual === digest) return content;
  throw new BuildError('E_DAEMON_PROTOCOL', 'content of the daemon does not have its digest', {
    got: size > MAX_CONTENT_BYTES ? `more than ${MAX_CONTENT_BYTES} bytes` : actual,
    expected: digest,
  });
}
