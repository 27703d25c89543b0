//   node scripts/bundle.mjs [FOLDER]      dist/ unless told otherwise
//
// The package's JavaScript: a file for each entry, and one for what several of them share. Node takes
// about half a millisecond to find and load a module, and the library has some 250 small ones.
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

await build({
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  input: {
    'constructs/index': 'constructs/index.ts',
    'lib/llb/index': 'lib/llb/index.ts',
    'lib/client/index': 'lib/client/index.ts',
    'lib/cli/main': 'lib/cli/main.ts',
    'lib/cli/app-preload': 'lib/cli/app-preload.ts',
  },
  platform: 'node',
  external: /^[^./]/,
  logLevel: 'warn',
  output: {
    dir: process.argv[2] ?? 'dist',
    format: 'cjs',
    exports: 'named',
    chunkFileNames: 'chunks/[name].js',
    // Constructs are listed by the names of their classes.
    keepNames: true,
    // What is loaded late is loaded by require: see lib/cli/code-cache.ts.
    dynamicImportInCjs: false,
    comments: { legal: true, annotation: false, jsdoc: false },
  },
});
