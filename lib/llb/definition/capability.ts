/** When BuildKit learned something, and what in this library asks for it. */
export interface Capability {
  /** First minor version, such as `0.31`. */
  readonly since: string;
  /** The op or the option that needs it. */
  readonly option: string;
}

const row = (since: string, option: string): Capability => ({ since, option });

/**
 * What ops can ask of a daemon. Since 0.3 means: ever.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/solver/pb/caps.go, compared between the tags
 */
export const CAPABILITIES: Readonly<Record<string, Capability>> = {
  constraints: row('0.3', 'constraints'),
  platform: row('0.3', 'platform'),
  'meta.description': row('0.3', 'customName or description'),
  'meta.exportcache': row('0.3', 'exportCache'),
  'meta.ignorecache': row('0.3', 'ignoreCache'),

  'source.image': row('0.3', 'image'),
  'source.image.resolvemode': row('0.3', 'image resolveMode "pull"'),
  'source.image.layerlimit': row('0.11', 'image layerLimit'),
  'source.image.checksum': row('0.25', 'image checksum'),
  'source.imageblob': row('0.28', 'imageBlob or ociLayoutBlob'),
  'source.ocilayout': row('0.11', 'ociLayout'),

  'source.local': row('0.3', 'local'),
  'source.local.unique': row('0.3', 'local without sessionId'),
  'source.local.sessionid': row('0.3', 'local sessionId'),
  'source.local.includepatterns': row('0.3', 'local includePatterns'),
  'source.local.excludepatterns': row('0.3', 'local excludePatterns'),
  'source.local.followpaths': row('0.3', 'local followPaths'),
  'source.local.sharedkeyhint': row('0.3', 'local sharedKeyHint'),
  'source.local.differ': row('0.9', 'local differ'),
  'source.local.metadatatransfer': row('0.21', 'local metadataOnlyTransfer'),

  'source.git': row('0.3', 'git'),
  'source.git.fullurl': row('0.3', 'git'),
  'source.git.keepgitdir': row('0.3', 'git keepGitDir'),
  'source.git.httpauth': row('0.8', 'git authTokenSecret or authHeaderSecret'),
  'source.git.knownsshhosts': row('0.8', 'git knownSshHosts'),
  'source.git.mountsshsock': row('0.8', 'git mountSshSock'),
  'source.git.subdir': row('0.9', 'git subdir'),
  'source.git.checksum': row('0.22', 'git checksum'),
  'source.git.skipsubmodules': row('0.24', 'git skipSubmodules'),
  'source.git.signatureverify': row('0.26', 'git signature'),
  'source.git.mtime': row('0.29', 'git mtime'),
  'source.git.bundle': row('0.30', 'git bundle'),
  'source.git.checkoutbundle': row('0.30', 'git checkoutBundle'),
  'source.git.fetchbycommit': row('0.30', 'git fetchByCommit'),

  'source.http': row('0.3', 'http'),
  'source.http.checksum': row('0.3', 'http checksum'),
  'source.http.perm': row('0.3', 'http chmod'),
  'soruce.http.uidgid': row('0.3', 'http uid or gid'),
  'source.http.auth': row('0.21', 'http authHeaderSecret'),
  'source.http.header': row('0.21', 'http header'),
  'source.http.signatureverify': row('0.28', 'http signature'),

  'source.buildop.llbfilename': row('0.3', 'nestedBuild'),

  'exec.meta.base': row('0.3', 'run'),
  'exec.meta.setsdefaultpath': row('0.3', 'run without PATH'),
  'exec.meta.network': row('0.3', 'network'),
  'exec.meta.proxyenv': row('0.3', 'proxy'),
  'exec.meta.security': row('0.5', 'security "insecure"'),
  'exec.meta.cgroup.parent': row('0.10', 'cgroupParent'),
  'exec.meta.ulimit': row('0.10', 'ulimits'),
  'exec.meta.cdi': row('0.20', 'cdiDevices'),
  'exec.meta.linux.resources': row('0.31', 'linuxResources'),
  'exec.meta.network.proxy': row('0.31', 'proxy network'),
  'exec.secretenv': row('0.10', 'secretEnv'),
  'exec.validexitcode': row('0.17', 'validExitCodes'),
  'exec.mount.bind': row('0.3', 'bindMount'),
  'exec.mount.bind.readwrite-nooutput': row('0.7', 'bindMount forceNoOutput'),
  'exec.mount.cache': row('0.3', 'cacheMount'),
  'exec.mount.cache.sharing': row('0.3', 'cacheMount sharing'),
  'exec.mount.cache.content': row('0.13', 'contentCache of a mount'),
  'exec.mount.selector': row('0.3', 'selector of a mount'),
  'exec.mount.tmpfs': row('0.3', 'tmpfsMount'),
  'exec.mount.tmpfs.size': row('0.10', 'tmpfsMount size'),
  'exec.mount.secret': row('0.3', 'secretMount or secretEnv'),
  'exec.mount.ssh': row('0.3', 'sshMount'),

  'file.base': row('0.5', 'file'),
  'file.rm.wildcard': row('0.7', 'rm allowWildcard'),
  'file.rm.nofollowsymlink': row('0.10', 'rm'),
  'file.copy.includeexcludepatterns': row('0.9', 'copy includePatterns or excludePatterns'),
  'file.copy.alwaysreplaceexistingdestpaths': row('0.14', 'copy alwaysReplaceExistingDestPaths'),
  'file.copy.requiredpaths': row('0.26', 'copy requiredPaths'),
  'file.symlink.create': row('0.19', 'symlink'),

  mergeop: row('0.10', 'merge'),
  diffop: row('0.10', 'diff'),
  passthroughop: row('0.31', 'requires or passthrough'),
};
