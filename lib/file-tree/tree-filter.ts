import { followPaths, withoutNested } from './follow-paths';
import { type MatchState, PatternMatcher } from './patterns';

/** What of a folder is wanted, as a local source's attributes say it. */
export interface TreeSelection {
  readonly includePatterns: readonly string[];
  readonly excludePatterns: readonly string[];
  readonly followPaths: readonly string[];
}

/** What a filter keeps in mind about a folder for its children. */
export interface FolderState {
  readonly include?: MatchState;
  readonly exclude?: MatchState;
}

/** What to do with one path. */
export interface Verdict {
  /** False: the path itself is not sent, unless as the parent of something that is. */
  readonly isKept: boolean;
  /** False: nothing below it can be kept either. */
  readonly mayDescend: boolean;
  readonly state: FolderState;
}

/** Decides about each path of a walk: include patterns first, then exclude patterns. */
export class TreeFilter {
  private readonly include: PatternMatcher | undefined;
  private readonly exclude: PatternMatcher | undefined;
  private readonly mayIncludeBelow: (folder: string) => boolean;
  private readonly mayExceptBelow: (folder: string) => boolean;

  constructor(root: string, selection: TreeSelection) {
    const includes = withFollowed(root, selection);
    this.include = includes.length > 0 ? new PatternMatcher(includes) : undefined;
    const { excludePatterns } = selection;
    this.exclude = excludePatterns.length > 0 ? new PatternMatcher(excludePatterns) : undefined;
    this.mayIncludeBelow = belowTest(this.include, false);
    this.mayExceptBelow = belowTest(this.exclude, true);
  }

  decide(path: string, parent: FolderState): Verdict {
    const included = this.include?.match(path, parent.include);
    const excluded = this.exclude?.match(path, parent.exclude);
    const state: FolderState = {
      ...(included ? { include: included.state } : {}),
      ...(excluded ? { exclude: excluded.state } : {}),
    };
    const isIncluded = included?.matched ?? true;
    const isExcluded = excluded?.matched ?? false;
    return {
      isKept: isIncluded && !isExcluded,
      mayDescend:
        (isIncluded || this.mayIncludeBelow(path)) && (!isExcluded || this.mayExceptBelow(path)),
      state,
    };
  }
}

function withFollowed(root: string, selection: TreeSelection): readonly string[] {
  const { includePatterns } = selection;
  if (selection.followPaths.length === 0) return includePatterns;
  const followed = followPaths(root, selection.followPaths);
  // Following the root itself adds nothing to the patterns: alone it means no filter.
  if (followed === undefined) return includePatterns;
  return withoutNested([...includePatterns, ...followed]) ?? [];
}

/** Tells whether a pattern (with or without "!", as asked) can match something below a folder. */
function belowTest(
  matcher: PatternMatcher | undefined,
  isException: boolean,
): (folder: string) => boolean {
  const patterns = (matcher?.patterns ?? []).filter((p) => p.isException === isException);
  const fixed = patterns.map(({ text }) => text.replace(/\/\*\*$/, '').replace(/\/\*$/, ''));
  if (fixed.some((text) => /[*[\]?^\\]/.test(text))) return () => true; // who knows
  return (folder) => fixed.some((text) => `${text}/`.startsWith(`${folder}/`));
}
