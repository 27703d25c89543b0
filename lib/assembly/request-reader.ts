import type { DebianLockRequest, LockRequest } from './lock-request';
import type { SchemaReader } from './schema-reader';

/** Reads a lock request out of a manifest. */
export function readLockRequest(value: unknown, at: string, schema: SchemaReader): LockRequest {
  const entry = schema.object(value, at);
  if (entry.kind === 'git') {
    return {
      kind: 'git',
      url: schema.text(entry.url, `${at}.url`),
      ref: schema.text(entry.ref, `${at}.ref`, /^refs\//),
    };
  }
  return readDebianRequest(value, at, schema);
}

/** Reads a request for Debian packages out of a manifest. */
export function readDebianRequest(
  value: unknown,
  at: string,
  schema: SchemaReader,
): DebianLockRequest {
  const entry = schema.object(value, at);
  const { variant } = entry;
  if (entry.kind !== 'debian' || (variant !== 'minbase' && variant !== 'none')) {
    throw schema.wrong(at, JSON.stringify(value), 'a request of kind "git" or "debian"');
  }
  return {
    kind: 'debian',
    suite: schema.text(entry.suite, `${at}.suite`),
    snapshot: schema.text(entry.snapshot, `${at}.snapshot`),
    components: schema.texts(entry.components, `${at}.components`),
    variant,
    include: schema.texts(entry.include, `${at}.include`),
    architectures: schema.texts(entry.architectures, `${at}.architectures`),
  };
}
