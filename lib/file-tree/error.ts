/**
 * What is in the way of reading a folder: a pattern, a permission, a name that is no UTF-8, a link that
 * leads out, or what is neither file, folder nor link.
 */
export type FileTreeProblem = 'pattern' | 'permission' | 'name' | 'link' | 'type';

/** A folder that cannot be read as it was asked for. */
export class FileTreeError extends Error {
  /** What kind of problem it is. */
  readonly problem: FileTreeProblem;

  constructor(problem: FileTreeProblem, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = 'FileTreeError';
    this.problem = problem;
  }
}
