import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SourceLocation } from '../../errors';
import { firstUserFrame, sourceFolder, userFrame } from '../../package';
import { keepCompiledCode } from './compile-cache';
import { moduleMistake } from './module-mistake';

// Runs in the process of the app, before it: what the app throws and nobody catches is given to the
// command line, in the file `SYNTH_ERRORS_FILE`, instead of Node's own report of it, which quotes the
// line that threw even where that is one of a loader's. With `--debug`, which sets `SYNTH_DEBUG`, Node
// tells all of it.
const errorsFile = process.env.SYNTH_ERRORS_FILE;
if (errorsFile !== undefined && process.env.SYNTH_DEBUG === undefined) {
  process.setUncaughtExceptionCaptureCallback((error) => {
    writeFileSync(errorsFile, JSON.stringify([errorRecord(error)]));
    process.exit(1);
  });
}

keepCompiledCode('app');
// The library is loaded now, before a loader for TypeScript that would look through all of its code.
// The app then finds it loaded, if it is the same copy; what is wrong with it, the app will tell.
try {
  require(require.resolve('buildkit-cdk', { paths: [dirname(process.argv[1] ?? '')] }));
} catch {}

function errorRecord(thrown: unknown) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { name, message } = error;
  const [first = '', ...others] = message.split('\n');
  const stack = (error.stack ?? '').split('\n').filter((line) => userFrame(line) !== undefined);
  const log = [...others, ...stack.map((line) => line.trim())].join('\n');
  const source = place(error);
  const app = process.argv[1] ?? '';
  const mistake = moduleMistake(error, source?.file ?? app, app);
  return {
    code: 'E_APP_FAILED',
    message: mistake?.message ?? `app throws ${name}: ${first.replace(/:$/, '')}`,
    details: {
      source,
      ...(log === '' ? {} : { log }),
      ...(mistake === undefined ? fix(error) : { fix: mistake.fix }),
    },
  };
}

function place({ message, stack = '' }: Error): SourceLocation | undefined {
  // A compiler's error tells the place in its message or above it: "app.ts:3:5: ERROR: …".
  const [, file, line, column = '1'] =
    /^(?:file:\/\/)?(\/.+?):(\d+)(?::(\d+))?(?:: |$)/m.exec(`${message}\n${stack}`) ?? [];
  const told = file === undefined ? undefined : userFrame(`at ${file}:${line}:${column}`);
  return told === undefined ? firstUserFrame(stack) : { ...told, file: existing(told.file) };
}

/** tsx's compiler calls app.mts app.ts, and app.cjs app.js. */
function existing(file: string): string {
  const names = [file, ...['m', 'c'].map((kind) => file.replace(/\.(?=[jt]s$)/, `.${kind}`))];
  return names.find((name) => existsSync(resolve(sourceFolder(), name))) ?? file;
}

/** What to do about errors that are not the app's own. */
function fix(error: Error): { readonly fix?: string } {
  if ('code' in error && /^(ERR_)?MODULE_NOT_FOUND$/.test(String(error.code))) {
    return { fix: 'install the package, or correct the path' };
  }
  if ('code' in error && error.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return {
      fix: 'write what Node can erase: a constant object for an enum, fields for parameters',
    };
  }
  return {};
}
