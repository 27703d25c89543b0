//   node scripts/bundle.mjs [FOLDER]      dist/ unless told otherwise
//
// The package's JavaScript: a file for each entry, and one for what several of them share. Node takes
// about half a millisecond to find and load a module, and the library has some 250 small ones.
import { rmSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

// What is loaded together is in one file; what comes first in this list is loaded by more programs.
const GROUPS = {
  base: [
    'errors/',
    'package/',
    'oci/',
    'environment/cache-folder',
    'files/',
    'cli/(exit-code|interrupt|json-text|args/(suggest|usage-error)|terminal/(clean-text|display-width|labelled-rows|style|table|terminal-width|wrap))',
  ],
  cache: ['build/app/(code-|compile-cache)'],
  llb: ['llb/'],
  assembly: [
    'assembly/',
    'json/',
    'lock/(?!advisory|compare|find|merge|request|resolve|select|unique|update|write|prove)',
    'inputs/(?!.*resolve|.*archive/|git/inspect)',
    'cargo/',
    'go/',
    'python/(lock-file-name|name|target|version|wheel-name)',
    'npm/',
    'build/solve/read-tree',
    'debian/(account-numbers|architecture|other-archive|policy/pin|snapshot|suite|version|wanted-package)',
  ],
  // Folders of an app, which constructs read and builds send.
  tree: ['file-tree/', 'pb/path-bytes'],
  app: [
    'environment/',
    'build/(app/(app-|start-app|run-app)|plan/(output|require-locked))',
    'cli/(args/app-options|build/(outputs|start-builds)|commands/(build|push)\\.)',
  ],
  build: [
    'build/(plan|solve)/',
    'cli/(build/build-images|terminal/)',
    'client/(?!grpc-js/)',
    'pb/',
  ],
  // Loaded late: a build fetches little by itself, and most locks have all their answers.
  fetch: ['fetch/', 'archive/'],
  resolvers: ['inputs/', 'git/', 'debian/', 'python/'],
  // Only what fetches, or speaks with a registry.
  proxy: ['proxy/'],
};

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = resolve(root, process.argv[2] ?? 'dist');
// Chunks of an earlier build may have had other names.
rmSync(resolve(folder, 'chunks'), { recursive: true, force: true });
await build({
  cwd: root,
  input: {
    'constructs/index': 'constructs/index.ts',
    'constructs/testing/index': 'constructs/testing/index.ts',
    'lib/llb/index': 'lib/llb/index.ts',
    'lib/props/index': 'lib/props/index.ts',
    'lib/client/index': 'lib/client/index.ts',
    'lib/client/grpc-js/index': 'lib/client/grpc-js/index.ts',
    'lib/cli/main': 'lib/cli/main.ts',
    'lib/build/index': 'lib/build/index.ts',
    'lib/build/app/preload': 'lib/build/app/preload.ts',
    'lib/cli/purity/preload/world': 'lib/cli/purity/preload/world.ts',
  },
  platform: 'node',
  external: /^[^./]/,
  logLevel: 'warn',
  output: {
    dir: folder,
    format: 'cjs',
    exports: 'named',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: {
      groups: Object.entries(GROUPS).map(([name, paths], index) => ({
        name,
        test: (id) => new RegExp(`^lib/(${paths.join('|')})`).test(relative(root, id)),
        priority: 10 - index,
      })),
    },
    // Constructs are listed by the names of their classes.
    keepNames: true,
    // What is loaded late is loaded by require: see lib/build/app/code-cache.ts.
    dynamicImportInCjs: false,
    comments: { legal: true, annotation: false, jsdoc: false },
  },
});
