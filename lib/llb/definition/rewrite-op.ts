import { MAX_OP_VALUES } from '../wire/decode-op';
import { encodeOp } from '../wire/encode-op';
import type { Input, SourceMessage } from '../wire/op';
import { WireReader } from '../wire/reader';
import { WireWriter } from '../wire/writer';

const writer = new WireWriter();

/**
 * The bytes of an op with other inputs, and another source if one is given. Every other field
 * stays as it is, also one that this library does not know.
 */
export function rewriteOp(
  bytes: Uint8Array,
  inputs: readonly Input[],
  source: SourceMessage | undefined,
): Uint8Array {
  const reader = new WireReader(bytes, { left: MAX_OP_VALUES });
  const rest = inputs.values();
  const fields: Uint8Array[] = [];
  while (reader.next()) {
    const { field } = reader;
    const raw = reader.skip();
    if (field === 1) {
      const { value } = rest.next();
      fields.push(value === undefined ? raw : encodeOp({ inputs: [value] }));
    } else if (field === 3 && source !== undefined) {
      fields.push(encodeOp({ inputs: [], body: source }));
    } else {
      fields.push(raw);
    }
  }
  writer.reset();
  for (const field of fields) writer.raw(field);
  return writer.take();
}
