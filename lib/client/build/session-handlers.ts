import { contentHandlers } from '../content-store/content-handlers';
import { LayoutFolder } from '../content-store/layout-folder';
import type { ExportTargets } from '../export/export-targets';
import { fileSyncHandlers } from '../file-sync/file-sync';
import type { Handlers } from '../rpc/server';
import { authHandlers } from '../session/auth';
import { policyHandlers, type SourceCheck } from '../session/policy';
import { secretHandlers } from '../session/secrets';
import { sshHandlers } from '../session/ssh';
import type { BuildOptions } from './build';
import type { OwnSources } from './own-sources';
import { asksForSources, type BuildRequest } from './request';

/** Name that the daemon has for the layout that an exporter adds to; there can be but one. */
const EXPORT_STORE = 'export';

/** What the daemon may ask of this client while a build runs. */
export function sessionHandlers(
  request: BuildRequest,
  options: BuildOptions,
  targets: ExportTargets,
  caches: ReadonlyMap<string, LayoutFolder>,
  ownSources: OwnSources,
): Handlers {
  const { locals, ociLayouts = {}, secrets, ssh } = request;
  const layouts = new Map([
    ...caches,
    ...targets.layouts.map((layout) => [EXPORT_STORE, layout] as const),
    ...Object.entries(ociLayouts).map(
      ([name, path]) => [`oci:${name}`, new LayoutFolder(path, 'read')] as const,
    ),
  ]);
  return {
    ...authHandlers(options.credentials),
    ...(locals && Object.keys(locals).length > 0 ? fileSyncHandlers(locals) : {}),
    ...(secrets ? secretHandlers(secrets) : {}),
    ...(ssh ? sshHandlers(ssh) : {}),
    ...(asksForSources(request) ? policyHandlers(sourceCheck(request, ownSources)) : {}),
    ...targets.handlers,
    ...(layouts.size > 0 ? contentHandlers(layouts) : {}),
  };
}

/** What the build itself has, as far as that matters, and then what its caller says. */
function sourceCheck(
  { checkSource, onlyOwnSources }: BuildRequest,
  ownSources: OwnSources,
): SourceCheck {
  return (source) => {
    const reason = onlyOwnSources ? ownSources.check(source) : undefined;
    return reason ?? checkSource?.(source);
  };
}
