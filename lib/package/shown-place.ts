import { relative, resolve } from 'node:path';
import type { SourceLocation } from '../errors';
import { sourceFolder } from './source-folder';

/** `images/api.ts:14`, from the working folder: as the user would open it. For messages alone. */
export function shownPlace({ file, line }: SourceLocation): string {
  return `${relative(process.cwd(), resolve(sourceFolder(), file))}:${line}`;
}
