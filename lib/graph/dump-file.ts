import type { FileActionBody, FileMessage } from '../llb';
import type { ChownMessage, UserMessage } from '../llb/wire/file';
import { filled, type GoValue } from './go-json';

/** The fields of a `pb.FileOp`, with the names of the protocol. */
export function dumpFile(file: FileMessage): GoValue {
  return {
    actions: filled(
      file.actions.map(({ input, secondaryInput, output, action }) => ({
        input,
        secondaryInput,
        output,
        Action: action === undefined ? {} : { [action.kind]: dumpAction(action) },
      })),
    ),
  };
}

function dumpAction(action: FileActionBody): GoValue {
  switch (action.kind) {
    case 'copy':
      return {
        src: filled(action.src),
        dest: filled(action.dest),
        owner: dumpOwner(action.owner),
        mode: filled(action.mode),
        followSymlink: filled(action.followSymlink),
        dirCopyContents: filled(action.dirCopyContents),
        attemptUnpackDockerCompatibility: filled(action.attemptUnpackDockerCompatibility),
        createDestPath: filled(action.createDestPath),
        allowWildcard: filled(action.allowWildcard),
        allowEmptyWildcard: filled(action.allowEmptyWildcard),
        timestamp: filled(action.timestamp),
        include_patterns: filled(action.includePatterns),
        exclude_patterns: filled(action.excludePatterns),
        alwaysReplaceExistingDestPaths: filled(action.alwaysReplaceExistingDestPaths),
        modeStr: filled(action.modeStr),
        required_paths: filled(action.requiredPaths),
      };
    case 'mkfile':
      return {
        path: filled(action.path),
        mode: filled(action.mode),
        data: filled(Buffer.from(action.data).toString('base64')),
        owner: dumpOwner(action.owner),
        timestamp: filled(action.timestamp),
      };
    case 'mkdir':
      return {
        path: filled(action.path),
        mode: filled(action.mode),
        makeParents: filled(action.makeParents),
        owner: dumpOwner(action.owner),
        timestamp: filled(action.timestamp),
      };
    case 'rm':
      return {
        path: filled(action.path),
        allowNotFound: filled(action.allowNotFound),
        allowWildcard: filled(action.allowWildcard),
      };
    case 'symlink':
      return {
        oldpath: filled(action.oldpath),
        newpath: filled(action.newpath),
        owner: dumpOwner(action.owner),
        timestamp: filled(action.timestamp),
      };
  }
}

function dumpOwner(owner: ChownMessage | undefined): GoValue | undefined {
  if (owner === undefined) return undefined;
  return { user: dumpUser(owner.user), group: dumpUser(owner.group) };
}

function dumpUser(user: UserMessage | undefined): GoValue | undefined {
  if (user === undefined) return undefined;
  const { id, name } = user;
  return {
    User: {
      byName:
        name === undefined ? undefined : { name: filled(name.name), input: filled(name.input) },
      byId: id === undefined ? undefined : filled(id),
    },
  };
}
