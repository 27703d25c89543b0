import { RegistryError } from './registry-error';

/** How the body of an answer is read. */
export interface BodyOptions {
  /** Who answers, for errors. */
  readonly host: string;
  /** What is larger is refused. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The body of an answer as a whole.
 *
 * @throws RegistryError `E_REGISTRY` for one that breaks off or is too large; the reason of an abort
 */
export async function readBody(
  response: Response,
  { host, maxBytes, signal }: BodyOptions,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
    }
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RegistryError('E_REGISTRY', `answer of ${host} broke off: ${reason}`, { cause });
  }
  return Buffer.concat(chunks);
}
