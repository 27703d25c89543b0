import { tinyProgram } from '../support/tiny-program';

/**
 * Files of a project whose app makes its assembly by hand, from L1 states: small images that build
 * in a moment, from nothing but what the project holds.
 */
export const L1_PROJECT: Readonly<Record<string, string>> = {
  'app.js': `
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { scratch, mkfile, copy, local, http } = require('buildkit-cdk/llb'); while (process.env.TEST_GATE && !existsSync(process.env.TEST_GATE)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);

const program = (name) => Buffer.from(readFileSync('programs/' + name + '.base64', 'latin1'), 'base64');
const runs = (name, source) =>
  scratch()
    .file(mkfile('/program', 0o755, program(name)))
    .run({ args: ['/program'], customName: 'run ' + name, source: { file: 'app.js', column: 1, ...source } }).root;

const states = {
  hello: ({ architecture }) => scratch().file(mkfile('/hello', 0o644, (process.env.TEST_TEXT ?? 'hello') + ' ' + architecture + '\\n')),
  other: () => scratch().file(mkfile('/other', 0o600, 'other\\n')),
  folder: () => scratch().file(copy(local('files'), '/', '/files/')),
  failing: () => runs('fail', { line: 15 }),
  waiting: () => runs('wait', { line: 16 }),
  unpacked: () => scratch().file(copy(local('unpacker'), '/tool', '/tool')),
  fetched: () => scratch().file(copy(http(process.env.TEST_URL, { checksum: 'sha256:' + process.env.TEST_SHA256, filename: 'x.deb' }), '/x.deb', '/x.deb')),
  working: ({ architecture }) => runs('work', { line: 19 }).file(mkfile('/for', 0o644, architecture)),
};
const platforms = ['amd64', 'arm64'].map((architecture) => ({ os: 'linux', architecture }));
const out = process.env.SYNTH_OUT;
mkdirSync(out, { recursive: true });
const images = (process.env.TEST_IMAGES ?? 'hello').split(',').map((name) => ({
  name,
  constructPath: name + '/image',
  platforms: platforms.map((platform) => {
    const stem = name + '.linux-' + platform.architecture;
    const definition = states[name](platform).marshal({ platform: { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' } });
    writeFileSync(out + '/' + stem + '.llb', definition.toBytes());
    writeFileSync(out + '/' + stem + '.config.json', JSON.stringify({ ...platform, created: '2026-11-01T00:00:00Z', config: {}, rootfs: { type: 'layers', diff_ids: [] } }));
    return { platform: 'linux/' + platform.architecture, definition: stem + '.llb', config: stem + '.config.json', digest: definition.digest, packages: 2 };
  }),
  publish: { names: process.env.TEST_NAMES ? process.env.TEST_NAMES.split(',') : [], tags: ['one', 'two'] },
  sourceDateEpoch: 1761955200,
}));
const archiveFiles = process.env.TEST_URL
  ? { [process.env.TEST_URL]: { archive: 'debian', path: process.env.TEST_PATH, size: Number(process.env.TEST_SIZE), sha256: process.env.TEST_SHA256 } }
  : {};
const unpacker = { type: 'deb-member', url: process.env.TEST_URL, member: 'usr/bin/tool', file: 'tool' };
const locals = { ...(process.env.TEST_URL ? { unpacker } : {}), files: { type: 'directory', path: 'files', include: [], exclude: [] } };
writeFileSync(out + '/tree.json', JSON.stringify({ id: '', path: '', type: 'App', children: [
  { id: 'failing', path: 'failing', type: 'RuntimeImage', children: [
    { id: 'stage', path: 'failing/stage', type: 'BuildStage', source: { file: 'app.js', line: 15, column: 1 }, children: [] } ] } ] }));
writeFileSync(out + '/manifest.json', JSON.stringify({ version: 2, images, locals, archiveFiles, requests: [], missing: [] }));
if (process.env.TEST_FAILURE) throw new Error(process.env.TEST_FAILURE);
`,
  'files/a.txt': 'a\n',
  'files/below/b.txt': 'b\n',
  'programs/fail.base64': tinyProgram({
    says: 'cc -c hello.c\nhello.c:3:1: error: no such thing\n',
    exitCode: 2,
  }).toString('base64'),
  'programs/work.base64': tinyProgram({ says: 'works\n', exitCode: 0 }).toString('base64'),
  'programs/wait.base64': tinyProgram({ waits: true }).toString('base64'),
};
