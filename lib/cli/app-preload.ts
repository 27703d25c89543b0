import { writeFileSync } from 'node:fs';
import { firstUserFrame, type UserFrame, userFrame } from '../package';

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

function errorRecord(thrown: unknown) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { name, message } = error;
  const [first = '', ...others] = message.split('\n');
  const stack = (error.stack ?? '').split('\n').filter((line) => userFrame(line) !== undefined);
  const log = [...others, ...stack.map((line) => line.trim())].join('\n');
  return {
    code: 'E_APP_FAILED',
    message: `app throws ${name}: ${first.replace(/:$/, '')}`,
    details: {
      source: place(error),
      ...(log === '' ? {} : { log }),
      ...(isMissingModule(error) ? { fix: 'install the package, or correct the path' } : {}),
    },
  };
}

function place({ message, stack = '' }: Error): UserFrame | undefined {
  // A compiler's error tells the place in its message or above it: "app.ts:3:5: ERROR: …".
  const [, file, line, column = '1'] =
    /^(\/.+?):(\d+)(?::(\d+))?(?:: |$)/m.exec(`${message}\n${stack}`) ?? [];
  const told = file === undefined ? undefined : userFrame(`at ${file}:${line}:${column}`);
  return told ?? firstUserFrame(stack);
}

function isMissingModule(error: Error): boolean {
  return 'code' in error && /^(ERR_)?MODULE_NOT_FOUND$/.test(String(error.code));
}
