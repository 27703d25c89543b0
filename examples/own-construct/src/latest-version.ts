import { BuildError, type ResolveContext, SchemaReader } from 'buildkit-cdk';
import type { ComponentLock, ComponentRequest } from './component-kind.ts';

/**
 * Asks the server for the latest version of a component.
 *
 * @throws BuildError `E_ACME_COMPONENT` if it has none, cannot be reached, or says something else
 */
export async function latestVersion(
  { name, server }: ComponentRequest,
  { say }: ResolveContext,
): Promise<ComponentLock> {
  const address = `${server}/components/${encodeURIComponent(name)}/latest.json`;
  const response = await fetch(address).catch((cause: unknown) => {
    throw failure(address, 'no answer', cause);
  });
  if (!response.ok) throw failure(address, `HTTP status ${response.status}`);
  const answer: unknown = await response.json().catch((cause: unknown) => {
    throw failure(address, 'something that is no JSON', cause);
  });
  const schema = new SchemaReader('E_ACME_COMPONENT', address, 'tell whoever runs the server');
  const { file, sha256, version } = schema.object(answer, '');
  const found = schema.text(version, 'version', /^\d+(\.\d+)*$/);
  say(`component ${name}: ${found}`);
  return {
    version: found,
    url: new URL(schema.text(file, 'file'), address).href,
    sha256: schema.text(sha256, 'sha256', /^[0-9a-f]{64}$/),
  };
}

function failure(address: string, got: string, cause?: unknown): BuildError {
  return new BuildError('E_ACME_COMPONENT', `${address} tells no version`, {
    got,
    expected: 'JSON with "version", "file" and "sha256"',
    fix: 'check the name of the component and the address of the server',
    cause,
  });
}
