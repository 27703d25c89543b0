import { BuildError, type ErrorCode } from '../errors';

/** Codes of this layer. */
type RegistryCode = Extract<ErrorCode, `E_REGISTRY${string}`>;

/** What went wrong with a registry; `status` is the HTTP status when there was an answer. */
export class RegistryError extends BuildError {
  readonly status: number | undefined;

  constructor(
    code: RegistryCode,
    message: string,
    details: {
      got?: string;
      expected?: string;
      fix?: string;
      cause?: unknown;
      status?: number;
    } = {},
  ) {
    const { status, ...rest } = details;
    super(code, message, rest);
    this.name = 'RegistryError';
    this.status = status;
  }
}
