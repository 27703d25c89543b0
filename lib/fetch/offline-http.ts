import { BuildError } from '../errors';
import { HttpClient } from './http-client';

/** A client that reaches nothing, for what is to be found in the cache alone. */
export class OfflineHttp extends HttpClient {
  override async get(url: string): Promise<Buffer> {
    throw new BuildError('E_HTTP_UNREACHABLE', `${url}: server is not asked`, {
      got: 'work without the network',
    });
  }
}
