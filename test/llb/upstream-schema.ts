import { join } from 'node:path';
import protobuf from 'protobufjs';

const root = protobuf.loadSync(join(__dirname, '../fixtures/ops.proto'));

/**
 * The bytes that protobufjs writes of what it read, by BuildKit's own schema. What the schema does
 * not have is lost on the way, and what is written in another type fails.
 */
export function rewrittenBySchema(message: 'Op' | 'Definition', bytes: Uint8Array): Uint8Array {
  const type = root.lookupType(`pb.${message}`);
  return type.encode(type.decode(bytes)).finish();
}
