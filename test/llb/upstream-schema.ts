import protobuf from 'protobufjs';
import schema from '../fixtures/op-schema.json';

// Names, numbers and types of the fields of BuildKit's messages, as a descriptor of protobufjs.
const root = protobuf.Root.fromJSON(schema);

/**
 * The bytes that protobufjs writes of what it read, by BuildKit's own schema. What the schema does
 * not have is lost on the way, and what is written in another type fails.
 */
export function rewrittenBySchema(message: 'Op' | 'Definition', bytes: Uint8Array): Uint8Array {
  const type = root.lookupType(`pb.${message}`);
  return type.encode(type.decode(bytes)).finish();
}
