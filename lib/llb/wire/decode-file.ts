import type {
  ChownMessage,
  CopyMessage,
  FileActionBody,
  FileActionMessage,
  FileMessage,
  MkdirMessage,
  MkfileMessage,
  RmMessage,
  SymlinkMessage,
  UserMessage,
} from './file';
import type { WireReader } from './reader';

/** Reads a `pb.FileOp`. */
export function readFile(reader: WireReader): FileMessage {
  const actions: FileActionMessage[] = [];
  while (reader.next()) {
    if (reader.field === 2) actions.push(readAction(reader.message()));
    else reader.skip();
  }
  return { kind: 'file', actions };
}

function readAction(reader: WireReader): FileActionMessage {
  const indexes = { input: 0, secondaryInput: 0, output: 0 };
  let action: FileActionBody | undefined;
  while (reader.next()) {
    if (reader.field === 1) indexes.input = reader.index();
    else if (reader.field === 2) indexes.secondaryInput = reader.index();
    else if (reader.field === 3) indexes.output = reader.index();
    else if (reader.field >= 4 && reader.field <= 8) {
      if (action !== undefined) throw reader.fault('a file action does two things');
      action = readActionBody(reader.field, reader.message());
    } else reader.skip();
  }
  return { ...indexes, action };
}

function readActionBody(field: number, reader: WireReader): FileActionBody {
  if (field === 4) return readCopy(reader);
  if (field === 5) return readMkfile(reader);
  if (field === 6) return readMkdir(reader);
  return field === 7 ? readRm(reader) : readSymlink(reader);
}

function readCopy(reader: WireReader): CopyMessage {
  const text = { src: '', dest: '', modeStr: '' };
  const flags = {
    followSymlink: false,
    dirCopyContents: false,
    attemptUnpackDockerCompatibility: false,
    createDestPath: false,
    allowWildcard: false,
    allowEmptyWildcard: false,
    alwaysReplaceExistingDestPaths: false,
  };
  const includePatterns: string[] = [];
  const excludePatterns: string[] = [];
  const requiredPaths: string[] = [];
  let owner: ChownMessage | undefined;
  let mode = 0;
  let timestamp = 0n;
  while (reader.next()) {
    if (reader.field === 1) text.src = reader.string();
    else if (reader.field === 2) text.dest = reader.string();
    else if (reader.field === 3) owner = readOwner(reader.message());
    else if (reader.field === 4) mode = reader.int32();
    else if (reader.field === 5) flags.followSymlink = reader.bool();
    else if (reader.field === 6) flags.dirCopyContents = reader.bool();
    else if (reader.field === 7) flags.attemptUnpackDockerCompatibility = reader.bool();
    else if (reader.field === 8) flags.createDestPath = reader.bool();
    else if (reader.field === 9) flags.allowWildcard = reader.bool();
    else if (reader.field === 10) flags.allowEmptyWildcard = reader.bool();
    else if (reader.field === 11) timestamp = reader.int64();
    else if (reader.field === 12) includePatterns.push(reader.string());
    else if (reader.field === 13) excludePatterns.push(reader.string());
    else if (reader.field === 14) flags.alwaysReplaceExistingDestPaths = reader.bool();
    else if (reader.field === 15) text.modeStr = reader.string();
    else if (reader.field === 16) requiredPaths.push(reader.string());
    else reader.skip();
  }
  const lists = { includePatterns, excludePatterns, requiredPaths };
  return { kind: 'copy', ...text, owner, mode, ...flags, timestamp, ...lists };
}

function readMkfile(reader: WireReader): MkfileMessage {
  let path = '';
  let mode = 0;
  let data = new Uint8Array();
  let owner: ChownMessage | undefined;
  let timestamp = 0n;
  while (reader.next()) {
    if (reader.field === 1) path = reader.string();
    else if (reader.field === 2) mode = reader.int32();
    else if (reader.field === 3) data = new Uint8Array(reader.bytes());
    else if (reader.field === 4) owner = readOwner(reader.message());
    else if (reader.field === 5) timestamp = reader.int64();
    else reader.skip();
  }
  return { kind: 'mkfile', path, mode, data, owner, timestamp };
}

function readMkdir(reader: WireReader): MkdirMessage {
  let path = '';
  let mode = 0;
  let makeParents = false;
  let owner: ChownMessage | undefined;
  let timestamp = 0n;
  while (reader.next()) {
    if (reader.field === 1) path = reader.string();
    else if (reader.field === 2) mode = reader.int32();
    else if (reader.field === 3) makeParents = reader.bool();
    else if (reader.field === 4) owner = readOwner(reader.message());
    else if (reader.field === 5) timestamp = reader.int64();
    else reader.skip();
  }
  return { kind: 'mkdir', path, mode, makeParents, owner, timestamp };
}

function readRm(reader: WireReader): RmMessage {
  let path = '';
  let allowNotFound = false;
  let allowWildcard = false;
  while (reader.next()) {
    if (reader.field === 1) path = reader.string();
    else if (reader.field === 2) allowNotFound = reader.bool();
    else if (reader.field === 3) allowWildcard = reader.bool();
    else reader.skip();
  }
  return { kind: 'rm', path, allowNotFound, allowWildcard };
}

function readSymlink(reader: WireReader): SymlinkMessage {
  let oldpath = '';
  let newpath = '';
  let owner: ChownMessage | undefined;
  let timestamp = 0n;
  while (reader.next()) {
    if (reader.field === 1) oldpath = reader.string();
    else if (reader.field === 2) newpath = reader.string();
    else if (reader.field === 3) owner = readOwner(reader.message());
    else if (reader.field === 4) timestamp = reader.int64();
    else reader.skip();
  }
  return { kind: 'symlink', oldpath, newpath, owner, timestamp };
}

function readOwner(reader: WireReader): ChownMessage {
  let user: UserMessage | undefined;
  let group: UserMessage | undefined;
  while (reader.next()) {
    if (reader.field === 1) user = readUser(reader.message());
    else if (reader.field === 2) group = readUser(reader.message());
    else reader.skip();
  }
  return { user, group };
}

function readUser(reader: WireReader): UserMessage {
  let user: UserMessage = {};
  while (reader.next()) {
    if (reader.field === 1) user = { name: readName(reader.message()) };
    else if (reader.field === 2) user = { id: reader.uint32() };
    else reader.skip();
  }
  return user;
}

function readName(reader: WireReader): { name: string; input: number } {
  let name = '';
  let input = 0;
  while (reader.next()) {
    if (reader.field === 1) name = reader.string();
    else if (reader.field === 2) input = reader.index();
    else reader.skip();
  }
  return { name, input };
}
