import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BuildError } from '../../errors';
import { packageFolder } from '../../package';

/** What `--app` names: a program to run, or an assembly that is there already. */
export type AppTarget =
  | { readonly kind: 'assembly'; readonly folder: string }
  | {
      readonly kind: 'program';
      readonly command: string;
      readonly args: readonly string[];
      /** The command is a line for the shell. */
      readonly shell: boolean;
      /** As the user named it. */
      readonly name: string;
      /** Absolute path of the app's file; none for a command. */
      readonly file?: string;
    };

const JAVASCRIPT = ['.js', '.cjs', '.mjs'];
const TYPESCRIPT = ['.ts', '.cts', '.mts'];
/** See `preload.ts`. */
const APP_PRELOAD = 'dist/lib/build/app/preload.js';
/** An app whose package.json says nothing of modules is fine. */
const NATIVE_OPTIONS = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];
const DEFAULT_FILES = ['app.ts', 'app.js'];

/**
 * Finds out how an app is run. No file: `app.ts` or `app.js` of the folder. A file: Node, with type
 * stripping or tsx for TypeScript. A folder with a manifest: nothing is run. Else it is a command.
 *
 * @param app as given by option or configuration
 * @throws BuildError `E_APP_NOT_FOUND`, `E_APP_RUNNER`, `E_ASSEMBLY_FORMAT`
 */
export function findApp(app: string | undefined, cwd: string): AppTarget {
  if (app === undefined) {
    const file = DEFAULT_FILES.find((name) => existsSync(join(cwd, name)));
    if (file !== undefined) return fileTarget(file, cwd);
    throw new BuildError('E_APP_NOT_FOUND', 'no app in the working folder', {
      expected: `${DEFAULT_FILES.join(' or ')}, or one named by --app or synth.json`,
    });
  }
  const path = resolve(cwd, app);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return folderTarget(app, path);
  if (found?.isFile()) return fileTarget(app, cwd);
  if ([...JAVASCRIPT, ...TYPESCRIPT].includes(extname(app)) && !/\s/.test(app)) {
    throw new BuildError('E_APP_NOT_FOUND', `app "${app}" does not exist`, {
      expected: 'a file, a folder that "synth" wrote, or a command',
    });
  }
  return { kind: 'program', command: app, args: [], shell: true, name: app };
}

function folderTarget(app: string, path: string): AppTarget {
  if (existsSync(join(path, 'manifest.json'))) return { kind: 'assembly', folder: path };
  throw new BuildError('E_ASSEMBLY_FORMAT', `folder "${app}" is no assembly`, {
    got: 'no manifest.json in it',
    fix: 'give the file of the app, or a folder that "synth" wrote',
  });
}

function fileTarget(app: string, cwd: string): AppTarget {
  const path = resolve(cwd, app);
  const program = (args: readonly string[]): AppTarget => ({
    kind: 'program',
    command: process.execPath,
    args: ['--require', join(packageFolder(), APP_PRELOAD), ...args],
    shell: false,
    name: app,
    file: path,
  });
  const extension = extname(path);
  if (JAVASCRIPT.includes(extension)) return program([...NATIVE_OPTIONS, path]);
  if (TYPESCRIPT.includes(extension)) return program([...loaderOptions(app, path, cwd), path]);
  return { kind: 'program', command: path, args: [], shell: false, name: app, file: path };
}

/**
 * Node's options for a TypeScript app. Node 22.18 and newer run it by themselves, but for a file that
 * package.json says is CommonJS and that is written with `import`, as most are; that, and all of it
 * in older versions, is left to the user's own tsx: the app decides which TypeScript it is written
 * for, not we. Without the loader of ES modules, which CommonJS does not need, tsx starts in half the
 * time.
 *
 * @throws BuildError `E_APP_RUNNER`
 */
function loaderOptions(app: string, path: string, cwd: string): readonly string[] {
  const format = moduleFormat(path);
  const isNative = 'typescript' in process.features && Boolean(process.features.typescript);
  if (isNative && format !== 'commonjs') return NATIVE_OPTIONS;
  for (const folder of [dirname(path), cwd]) {
    const { resolve } = createRequire(join(folder, 'package.json'));
    try {
      return format === 'module' || isModulesCommonJs(path)
        ? ['--import', pathToFileURL(resolve('tsx')).href]
        : ['--require', resolve('tsx/cjs')];
    } catch {
      // Not below this folder.
    }
  }
  if (isNative) return NATIVE_OPTIONS;
  throw new BuildError('E_APP_RUNNER', `app "${app}" is TypeScript, which nothing here can run`, {
    got: `Node ${process.version}, which does not strip types, and no tsx in the project`,
    fix: 'run "npm install --save-dev tsx"',
  });
}

/**
 * What Node takes a file for: its extension decides, else the nearest package.json; undefined where
 * that does not say.
 *
 * @see Node.js, Modules: Packages, "Determining module system"
 */
function moduleFormat(path: string): 'commonjs' | 'module' | undefined {
  if (extname(path) === '.cts') return 'commonjs';
  if (extname(path) === '.mts') return 'module';
  return nearestPackageType(path);
}

function nearestPackageType(path: string): 'commonjs' | 'module' | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) return packageType(file);
    if (folder === dirname(folder)) return undefined;
  }
}

/** Node older than 22 gives a program of a package of ES modules to its loader of these, even a .cts. */
function isModulesCommonJs(path: string): boolean {
  return extname(path) === '.cts' && nearestPackageType(path) === 'module';
}

function packageType(file: string): 'commonjs' | 'module' | undefined {
  try {
    const { type } = JSON.parse(readFileSync(file, 'utf8')) as { readonly type?: unknown };
    return type === 'commonjs' || type === 'module' ? type : undefined;
  } catch {
    return undefined; // Node says what is wrong with the file
  }
}
