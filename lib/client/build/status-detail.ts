import type { RpcDetail, RpcError } from '../rpc/rpc-error';

/** The details of a type, outer errors first, as BuildKit has them: JSON, named by the end of its URL. */
export function details(error: RpcError, name: string): unknown[] {
  return error.details.filter(({ typeUrl }) => typeUrl.endsWith(`/${name}+json`)).map(parse);
}

/** The last detail of a type: that of the innermost error. */
export function detail(error: RpcError, name: string): unknown {
  return details(error, name).at(-1);
}

function parse({ value }: RpcDetail): unknown {
  try {
    return JSON.parse(Buffer.from(value).toString('utf8'));
  } catch {
    return undefined;
  }
}

export const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([k]) => k === key)?.[1]
    : undefined;

/** A text that is not empty. */
export function text(value: unknown, key: string): string | undefined {
  const found = field(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function number(value: unknown, key: string): number | undefined {
  const found = field(value, key);
  return typeof found === 'number' ? found : undefined;
}
