import { realpathSync, statSync } from 'node:fs';
import { FileTreeError, type FileTreeProblem } from '../../file-tree/error';
import { TreeFilter } from '../../file-tree/tree-filter';
import { walkTree } from '../../file-tree/walk';
import { FILE_SYNC_PATH } from '../daemon/services';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { Handlers, Metadata, ServerCall } from '../rpc/server';
import { ListedFiles, type LocalFile } from './listed-files';
import { OpenFolders } from './open-folders';
import { sendTree } from './send-tree';

/** What is behind a local source: the absolute path of a folder, or files from anywhere. */
export type LocalContent = string | readonly LocalFile[];

/**
 * Serves local folders to the daemon, each under the name that `local://<name>` sources use.
 *
 * @param locals what each holds; nothing else can be asked for
 */
export function fileSyncHandlers(locals: Readonly<Record<string, LocalContent>>): Handlers {
  return { [FILE_SYNC_PATH]: (call) => serveDiffCopy(call, new Map(Object.entries(locals))) };
}

async function serveDiffCopy(
  call: ServerCall,
  locals: ReadonlyMap<string, LocalContent>,
): Promise<void> {
  const [name = ''] = readList(call.metadata, 'dir-name');
  const content = locals.get(name);
  if (content === undefined) {
    throw new RpcError(RPC.NOT_FOUND, `local folder "${name}" is not part of this build`);
  }
  const selection = {
    includePatterns: readList(call.metadata, 'include-patterns'),
    excludePatterns: readList(call.metadata, 'exclude-patterns'),
    followPaths: readList(call.metadata, 'followpaths'),
  };
  if (typeof content !== 'string') {
    if (Object.values(selection).some(({ length }) => length > 0)) {
      throw new RpcError(RPC.INVALID_ARGUMENT, `of the files of "${name}" all are sent, or none`);
    }
    const files = new ListedFiles(content);
    return sendTree(call, files, files.entries());
  }
  const root = realFolder(name, content);
  try {
    const entries = walkTree(root, new TreeFilter(root, selection));
    await sendTree(call, new OpenFolders(root), entries);
  } catch (error) {
    if (!(error instanceof FileTreeError)) throw error;
    throw new RpcError(STATUS[error.problem], error.message, { cause: error });
  }
}

const STATUS: Readonly<Record<FileTreeProblem, number>> = {
  pattern: RPC.INVALID_ARGUMENT,
  permission: RPC.PERMISSION_DENIED,
  name: RPC.INVALID_ARGUMENT,
  link: RPC.INVALID_ARGUMENT,
  type: RPC.INVALID_ARGUMENT,
};

function realFolder(name: string, folder: string): string {
  try {
    const root = realpathSync(folder);
    if (statSync(root).isDirectory()) return root;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RpcError(RPC.NOT_FOUND, `local folder "${name}" cannot be opened: ${reason}`);
  }
  throw new RpcError(RPC.NOT_FOUND, `local folder "${name}" is a file: ${folder}`);
}

/** A list of strings from header fields; one with other than ASCII characters comes query-escaped. */
function readList(metadata: Metadata, key: string): readonly string[] {
  const values = metadata.get(key) ?? [];
  if (!/^(1|t|true)$/i.test(metadata.get(`${key}-encoded`)?.[0] ?? '')) return values;
  return values.map((value) => {
    try {
      return decodeURIComponent(value.replaceAll('+', ' '));
    } catch {
      throw new RpcError(RPC.INVALID_ARGUMENT, `header ${key} is not escaped as it says`);
    }
  });
}
