import { basename, extname } from 'node:path';

/** What is wrong with an app, and the way out. */
export interface ModuleMistake {
  /** In place of the error's own words, where those do not name the cause. */
  readonly message?: string;
  readonly fix: string;
}

/**
 * Tells mistakes about the two kinds of modules, whose errors by Node and tsx name neither the cause nor
 * what to do about it in an app. Undefined for any other error.
 *
 * @param file the one that the error is about
 * @param app the file that is run
 */
export function moduleMistake(error: Error, file: string, app: string): ModuleMistake | undefined {
  const { message } = error;
  const name = basename(file);
  const appName = basename(app);
  if (/^.*: ERROR: Top-level await is /m.test(message)) {
    if (/\.m[jt]s$/.test(name)) return requiredModule(name, appName);
    return {
      message: `app awaits at top level in ${name}, which is no ES module`,
      fix: name === appName ? becomeModule(name) : PACKAGE_TYPE,
    };
  }
  if (/^await is only valid in async functions/.test(message)) {
    return {
      message: `app awaits outside of an async function in ${name}, which is no ES module`,
      fix: `${becomeModule(name)}; if it is in a function, make that async`,
    };
  }
  if (/^require is not defined in ES module|^Cannot determine intended module/.test(message)) {
    return {
      message: `app calls require() in ${name}, which is an ES module`,
      fix: 'use import instead of require(); only an ES module may await at top level',
    };
  }
  if (/^require\(\) cannot be used on an ESM graph with top-level await/.test(message)) {
    const [, required = 'a module'] =
      /^\s*Requir(?:ing|ed module:) .*?([^/\\\s]+)\s*$/m.exec(message) ?? [];
    return requiredModule(required, appName);
  }
  if (/Cannot use import statement outside a module/.test(message)) {
    const canRunByTsx = /\.c?ts$/.test(name);
    return {
      fix: canRunByTsx
        ? `${becomeModule(name)}; or run "npm install --save-dev tsx"`
        : becomeModule(name),
    };
  }
  return undefined;
}

const PACKAGE_TYPE = 'set "type": "module" in package.json';

function requiredModule(name: string, app: string): ModuleMistake {
  return {
    message: `app requires ${name}, which awaits at top level, and is no ES module itself`,
    fix: `${becomeModule(app)}; or load ${name} by import()`,
  };
}

/** How a file is made an ES module: the extensions .cjs and .cts say that it is none. */
function becomeModule(name: string): string {
  const extension = extname(name);
  const renamed = `${basename(name, extension)}.m${extension.replace(/^\.[cm]?/, '')}`;
  const rename = `name it ${renamed}`;
  return /^\.c/.test(extension) ? rename : `${PACKAGE_TYPE}, or ${rename}`;
}
