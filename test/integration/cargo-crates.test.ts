import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  App,
  CargoCrates,
  Image,
  LocalFiles,
  type LoweredImage,
  type Target,
} from '../../constructs';
import { FakeAnswers } from '../../constructs/testing/fake-answers';
import { ArchiveMirrors } from '../../lib/build/plan/archive-mirrors';
import { parseCargoLock } from '../../lib/cargo';
import { type Connection, connect } from '../../lib/client';
import { loadEnvironment } from '../../lib/environment';
import { describeWith } from '../support/engine';
import { listenOnLoopback } from '../support/loopback-server';
import { temporaryFolder } from '../support/temporary-folder';

jest.setTimeout(120_000);

const folder = temporaryFolder('crates');
const project = join(folder, 'project');
const home = join(folder, 'home');

/** A program with real crates: one with features, one that the other needs, and a macro. */
const FILES = {
  'Cargo.toml': `[package]
name = "small"
version = "0.1.0"
edition = "2021"

[dependencies]
itoa = "=1.0.11"
memchr = { version = "=2.7.4", default-features = false }
cfg-if = "=1.0.0"
`,
  'src/main.rs': `fn main() {
    let mut buffer = itoa::Buffer::new();
    println!("{} {:?}", buffer.format(41 + 1), memchr::memchr(b'b', b"abc"));
    cfg_if::cfg_if! { if #[cfg(unix)] { println!("unix") } else { println!("other") } }
}
`,
};

const cargo = (args: readonly string[], more: Record<string, string> = {}) =>
  execFileSync('cargo', [...args], {
    cwd: project,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CARGO_HOME: home, CARGO_TARGET_DIR: join(folder, 'target'), ...more },
  });

/** Why the crates cannot be had here; undefined where Cargo has fetched them. */
function fetchCrates(): string | undefined {
  if (spawnSync('cargo', ['--version']).status !== 0) return 'there is no cargo here';
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(project, path, '..'), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  try {
    cargo(['fetch']);
    return undefined;
  } catch (error) {
    return `crates.io cannot be reached: ${String(error).split('\n').at(-2)}`;
  }
}

const why = fetchCrates();
if (why !== undefined) process.stderr.write(`skipped: crates as Cargo vendors them: ${why}\n`);

class Crates extends Image {
  readonly sourceDateEpoch = 0;
  override get isDated(): boolean {
    return true;
  }
  lower(target: Target): LoweredImage {
    const crates = this.node.scope?.node.findChild('crates') as CargoCrates;
    return { layers: [{ state: crates.lower(target), says: 'crates' }], config: {} };
  }
}

describeWith(['engine'], 'crates of a Cargo.lock', ({ engine }) => {
  const run = why === undefined ? test : test.skip;
  const out = join(folder, 'out');
  let connection: Connection;
  let close = () => Promise.resolve();

  beforeAll(async () => {
    connection = await connect(engine.address);
    if (why !== undefined) return;
    // The daemon gets what Cargo has fetched, as a mirror of crates.io would give it.
    const [index = ''] = readdirSync(join(home, 'registry/cache'));
    const server = await listenOnLoopback((request, response) => {
      const [, name, version] = (request.url ?? '').split('/');
      const file = join(home, 'registry/cache', index, `${name}-${version}.crate`);
      if (existsSync(file)) response.end(readFileSync(file));
      else response.writeHead(404).end();
    });
    close = () => server.close();
    const before = process.cwd();
    process.chdir(folder);
    const app = new App();
    const source = new LocalFiles(app, 'source', { path: 'project' });
    new CargoCrates(app, 'crates', { source });
    new Crates(app, 'image', { platforms: ['linux/amd64'] });
    const { content } = app.lower(new FakeAnswers());
    process.chdir(before);
    const environment = {
      ...loadEnvironment({ folder, env: {} }),
      mirrors: { crates: [server.url] },
    };
    const definition = content.images[0]?.platforms[0]?.definition;
    if (definition === undefined) throw new Error('nothing is lowered');
    const mirrored = new ArchiveMirrors(content.archiveFiles, environment).apply(definition);
    const platform = { os: 'linux', architecture: 'amd64' };
    await connection.build({
      results: [{ platform, definition: mirrored, config: Buffer.from('{}') }],
      exporters: [{ type: 'local', attrs: {}, output: out }],
    });
  });
  afterAll(async () => {
    connection?.close();
    await close();
  });

  run('are the files that cargo vendor makes, in a folder for their source', () => {
    cargo(['vendor', '--locked', '--versioned-dirs', join(folder, 'vendor')]);
    const crates = parseCargoLock(readFileSync(join(project, 'Cargo.lock'), 'utf8'));
    const names = crates.map(({ name, version }) => `${name}-${version}`).sort();
    expect(names).toEqual(['cfg-if-1.0.0', 'itoa-1.0.11', 'memchr-2.7.4']);
    expect(readdirSync(out).sort()).toEqual(['0', 'config.toml']);
    expect(readdirSync(join(out, '0')).sort()).toEqual(names);
    // Cargo leaves out what no build needs, and lists the hash of each file.
    const except = [
      '.cargo-checksum.json',
      '.cargo_vcs_info.json',
      '.gitignore',
      '.gitattributes',
      'Cargo.toml.orig',
    ];
    const args = [
      '-r',
      ...except.flatMap((name) => ['-x', name]),
      join(folder, 'vendor'),
      join(out, '0'),
    ];
    const { stdout } = spawnSync('diff', args, { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  run('are all that Cargo needs, without a network', () => {
    const settings = join(folder, 'config.toml');
    const text = readFileSync(join(out, 'config.toml'), 'utf8');
    writeFileSync(settings, text.replaceAll('/cargo/vendor', out));
    const args = ['--config', settings, 'run', '--locked', '--offline', '--quiet'];

    expect(cargo(args, { CARGO_HOME: join(folder, 'empty') })).toBe('42 Some(1)\nunix\n');
  });

  run('that were altered are refused by the daemon and by Cargo', () => {
    const altered = join(folder, 'altered');
    cpSync(out, altered, { recursive: true });
    const checksum = join(altered, '0/itoa-1.0.11/.cargo-checksum.json');
    writeFileSync(checksum, readFileSync(checksum, 'utf8').replace(/[0-9a-f]{64}/, 'b'.repeat(64)));
    const settings = join(folder, 'altered.toml');
    writeFileSync(
      settings,
      readFileSync(join(out, 'config.toml'), 'utf8').replaceAll('/cargo/vendor', altered),
    );

    expect(() =>
      cargo(['--config', settings, 'check', '--locked', '--offline'], {
        CARGO_HOME: join(folder, 'empty'),
      }),
    ).toThrow(/checksum for `itoa v1\.0\.11`/);
  });
});
