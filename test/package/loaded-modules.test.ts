import { execFileSync } from 'node:child_process';
import { InstalledPackage } from '../support/installed-package';

const installed = new InstalledPackage();

/** The packages that an entry of the compiled library loads beside Node's own. */
function loadedBy(entry: string): string[] {
  const script = `
    require(process.argv[1]);
    const names = Object.keys(require.cache).map((file) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1]);
    console.log(JSON.stringify([...new Set(names.filter(Boolean))].sort()));`;
  const output = execFileSync(process.execPath, ['-e', script, installed.file(entry)]);
  return JSON.parse(output.toString('utf8'));
}

test('an app loads constructs alone: nothing that speaks with a daemon or opens an archive', () => {
  expect(loadedBy('constructs/index.js')).toEqual(['constructs']);
});

test.each(['lib/llb/index.js', 'lib/props/index.js'])('%s loads no package', (entry) => {
  expect(loadedBy(entry)).toEqual([]);
});

test.each(['lib/client/index.js', 'lib/build/index.js', 'constructs/testing/index.js'])(
  '%s loads neither grpc-js nor OpenTelemetry, which users may lack',
  (entry) => {
    expect(loadedBy(entry).filter((name) => /^@(grpc|opentelemetry)\//.test(name))).toEqual([]);
  },
);

test('the entry for grpc-js loads it, beside what the client has', () => {
  expect(loadedBy('lib/client/grpc-js/index.js')).toContain('@grpc/grpc-js');
});
