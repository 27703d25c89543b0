import type {
  ChownMessage,
  CopyMessage,
  FileActionBody,
  FileMessage,
  MkdirMessage,
  MkfileMessage,
  RmMessage,
  SymlinkMessage,
  UserMessage,
} from './file';
import type { WireWriter } from './writer';

/** Writes the fields of a `pb.FileOp`. */
export function writeFile(writer: WireWriter, file: FileMessage): void {
  for (const { input, secondaryInput, output, action } of file.actions) {
    const mark = writer.open(2);
    writer.int(1, input);
    writer.int(2, secondaryInput);
    writer.int(3, output);
    if (action !== undefined) writeAction(writer, action);
    writer.close(mark);
  }
}

const ACTION_FIELDS = { copy: 4, mkfile: 5, mkdir: 6, rm: 7, symlink: 8 } as const;

function writeAction(writer: WireWriter, action: FileActionBody): void {
  const mark = writer.open(ACTION_FIELDS[action.kind]);
  if (action.kind === 'copy') writeCopy(writer, action);
  else if (action.kind === 'mkfile') writeMkfile(writer, action);
  else if (action.kind === 'mkdir') writeMkdir(writer, action);
  else if (action.kind === 'rm') writeRm(writer, action);
  else writeSymlink(writer, action);
  writer.close(mark);
}

function writeCopy(writer: WireWriter, copy: CopyMessage): void {
  writer.string(1, copy.src);
  writer.string(2, copy.dest);
  writeOwner(writer, 3, copy.owner);
  writer.int(4, copy.mode);
  writer.bool(5, copy.followSymlink);
  writer.bool(6, copy.dirCopyContents);
  writer.bool(7, copy.attemptUnpackDockerCompatibility);
  writer.bool(8, copy.createDestPath);
  writer.bool(9, copy.allowWildcard);
  writer.bool(10, copy.allowEmptyWildcard);
  writer.int(11, copy.timestamp);
  for (const pattern of copy.includePatterns) writer.element(12, pattern);
  for (const pattern of copy.excludePatterns) writer.element(13, pattern);
  writer.bool(14, copy.alwaysReplaceExistingDestPaths);
  writer.string(15, copy.modeStr);
  for (const path of copy.requiredPaths) writer.element(16, path);
}

function writeMkfile(writer: WireWriter, mkfile: MkfileMessage): void {
  writer.string(1, mkfile.path);
  writer.int(2, mkfile.mode);
  writer.bytes(3, mkfile.data);
  writeOwner(writer, 4, mkfile.owner);
  writer.int(5, mkfile.timestamp);
}

function writeMkdir(writer: WireWriter, mkdir: MkdirMessage): void {
  writer.string(1, mkdir.path);
  writer.int(2, mkdir.mode);
  writer.bool(3, mkdir.makeParents);
  writeOwner(writer, 4, mkdir.owner);
  writer.int(5, mkdir.timestamp);
}

function writeRm(writer: WireWriter, rm: RmMessage): void {
  writer.string(1, rm.path);
  writer.bool(2, rm.allowNotFound);
  writer.bool(3, rm.allowWildcard);
}

function writeSymlink(writer: WireWriter, symlink: SymlinkMessage): void {
  writer.string(1, symlink.oldpath);
  writer.string(2, symlink.newpath);
  writeOwner(writer, 3, symlink.owner);
  writer.int(4, symlink.timestamp);
}

function writeOwner(writer: WireWriter, field: number, owner: ChownMessage | undefined): void {
  if (owner === undefined) return;
  const mark = writer.open(field);
  writeUser(writer, 1, owner.user);
  writeUser(writer, 2, owner.group);
  writer.close(mark);
}

function writeUser(writer: WireWriter, field: number, user: UserMessage | undefined): void {
  if (user === undefined) return;
  const mark = writer.open(field);
  if (user.name !== undefined) {
    const named = writer.open(1);
    writer.string(1, user.name.name);
    writer.int(2, user.name.input);
    writer.close(named);
  } else if (user.id !== undefined) {
    // A member of a oneof is written even when zero: it says that id 0 was meant.
    writer.intElement(2, user.id);
  }
  writer.close(mark);
}
