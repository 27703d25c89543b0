import { LOCAL_SCHEME, localNames } from '../../assembly/local-sources';
import type { LocalInput } from '../../assembly/manifest';
import type { Definition } from '../../llb/definition/definition';

const UNIQUE = 'local.unique';

/**
 * A definition whose folders are those of this build: a daemon makes equal ops of builds that run at
 * once one, with the files of either. What says its content in its op, or in its name, is the same
 * wherever it comes from, and stays as it is.
 *
 * @param id of the build
 * @see BuildKit solver/jobs.go; client/llb `LocalUniqueID`
 */
export function withOwnFolders(
  definition: Definition,
  names: readonly string[] | undefined,
  locals: Readonly<Record<string, LocalInput>>,
  id: string,
): Definition {
  const isUnsaid = (name: string) => {
    const input = Object.hasOwn(locals, name) ? locals[name] : undefined;
    return input?.type === 'directory' && input.digest === undefined;
  };
  if (!(names ?? localNames(definition)).some(isUnsaid)) return definition;
  return definition.mapSources((source) => {
    const { attrs, identifier } = source;
    const isLocal = identifier.startsWith(LOCAL_SCHEME);
    if (!isLocal || attrs[UNIQUE] || !isUnsaid(identifier.slice(LOCAL_SCHEME.length))) {
      return source;
    }
    return { ...source, attrs: { ...attrs, [UNIQUE]: id }, caps: ['source.local.unique'] };
  });
}
