import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** One commit to make: the files it writes, the branches and tags that point at it. */
export interface CommitSpec {
  readonly message: string;
  /** Path to content; `null` removes the file; an object makes an executable or a symbolic link. */
  readonly files?: Readonly<
    Record<string, string | null | { readonly executable: string } | { readonly link: string }>
  >;
  /** Submodules that this commit has, by path: the commit of each. `.gitmodules` is a file of it. */
  readonly submodules?: Readonly<Record<string, string>>;
  /** Light tags on this commit. */
  readonly tags?: readonly string[];
  /** Annotated tags on this commit, name to message. */
  readonly annotatedTags?: Readonly<Record<string, string>>;
  /** Goes on from here on another branch, made at the commit before. @default - stays on the branch */
  readonly branch?: string;
}

/** What {@link makeGitRepository} made. */
export interface GitRepository {
  /** The bare repository. */
  readonly directory: string;
  /** Commit ids, in the order of the specs. */
  readonly commits: readonly string[];
  /** Every ref to the id that it holds: for an annotated tag that of the tag object. */
  readonly refs: Readonly<Record<string, string>>;
  /** Commit that a ref, tag or id stands for. */
  commitOf(revision: string): string;
  /** Adds commits on a branch, as the people upstream would while a lock is older. */
  add(specs: readonly CommitSpec[]): GitRepository;
}

/** 2026-01-01T00:00:00Z; each commit comes a minute after the one before. */
const FIRST_COMMIT_SECONDS = 1_767_225_600;

/** Runs git with nothing of the user's or the machine's configuration; returns its trimmed stdout. */
export function runGit(
  args: readonly string[],
  options: { cwd?: string; seconds?: number } = {},
): string {
  const date = `${options.seconds ?? FIRST_COMMIT_SECONDS} +0000`;
  return execFileSync('git', args, {
    cwd: options.cwd ?? tmpdir(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      LC_ALL: 'C',
      TZ: 'UTC',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Example Author',
      GIT_AUTHOR_EMAIL: 'author@example.org',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: 'Example Author',
      GIT_COMMITTER_EMAIL: 'author@example.org',
      GIT_COMMITTER_DATE: date,
    },
  }).trim();
}

/**
 * Makes a bare repository with the given commits. Authors and dates are fixed, so that equal specs
 * give equal ids on every machine.
 *
 * @param directory where the bare repository goes, e.g. `<served folder>/hello.git`
 */
export function makeGitRepository(directory: string, specs: readonly CommitSpec[]): GitRepository {
  mkdirSync(dirname(directory), { recursive: true });
  runGit(['init', '--quiet', '--bare', '--object-format=sha1', '-b', 'main', directory]);
  // Clients that ask for a commit by its id are served, as the big git hosts do.
  runGit(['-C', directory, 'config', 'uploadpack.allowAnySHA1InWant', 'true']);
  runGit(['-C', directory, 'config', 'uploadpack.allowFilter', 'true']);
  return addCommits(directory, [], specs);
}

function addCommits(
  directory: string,
  before: readonly string[],
  specs: readonly CommitSpec[],
): GitRepository {
  const tree = mkdtempSync(join(tmpdir(), 'buildkit-cdk-git-'));
  const commits = [...before];
  try {
    const git = (...args: string[]) =>
      runGit(
        [`--git-dir=${directory}`, `--work-tree=${tree}`, '-c', 'core.autocrlf=false', ...args],
        {
          cwd: tree,
          seconds: FIRST_COMMIT_SECONDS + 60 * commits.length,
        },
      );
    if (before.length > 0) git('checkout', '--quiet', '--force', 'HEAD', '--', '.');
    for (const spec of specs) {
      if (spec.branch !== undefined) git('checkout', '--quiet', '-B', spec.branch);
      writeFiles(tree, spec.files ?? {});
      git('add', '--all', '--force', '.');
      for (const [path, commit] of Object.entries(spec.submodules ?? {})) {
        git('update-index', '--add', '--cacheinfo', `160000,${commit},${path}`);
      }
      git('commit', '--quiet', '--allow-empty', '--no-gpg-sign', '-m', spec.message);
      for (const tag of spec.tags ?? []) git('tag', '--no-sign', tag);
      for (const [tag, message] of Object.entries(spec.annotatedTags ?? {})) {
        git('tag', '--no-sign', '-a', '-m', message, tag);
      }
      commits.push(git('rev-parse', 'HEAD'));
    }
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
  return describeRepository(directory, commits);
}

function writeFiles(tree: string, files: NonNullable<CommitSpec['files']>): void {
  for (const [path, content] of Object.entries(files)) {
    const target = join(tree, path);
    rmSync(target, { recursive: true, force: true });
    if (content === null) continue;
    mkdirSync(dirname(target), { recursive: true });
    if (typeof content === 'object' && 'link' in content) {
      symlinkSync(content.link, target);
    } else {
      writeFileSync(target, typeof content === 'string' ? content : content.executable);
      chmodSync(target, typeof content === 'string' ? 0o644 : 0o755);
    }
  }
}

function describeRepository(directory: string, commits: readonly string[]): GitRepository {
  const lines = runGit(['-C', directory, 'for-each-ref', '--format=%(refname) %(objectname)']);
  return {
    directory,
    commits,
    refs: Object.fromEntries(
      lines
        .split('\n')
        .filter((line) => line !== '')
        .map((line): [string, string] => {
          const [name = '', id = ''] = line.split(' ');
          return [name, id];
        }),
    ),
    commitOf: (revision) => runGit(['-C', directory, 'rev-parse', `${revision}^{commit}`]),
    add: (specs) => addCommits(directory, commits, specs),
  };
}
