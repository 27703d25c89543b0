import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironment } from '../../lib/environment';
import { goMirrors, readGoProxies } from '../../lib/environment/go-proxies';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('go-proxies');
const read = (env: Record<string, string>) => readGoProxies({ HOME: folder, ...env });

describe('the module proxies of a machine', () => {
  test('are the public one, where nothing is said', () => {
    expect(read({})).toEqual({
      servers: [{ url: 'https://proxy.golang.org', isFallible: false }],
      end: 'direct',
      notFor: [],
    });
  });

  test('are those of GOPROXY, and what stands behind the last one counts', () => {
    expect(
      read({ GOPROXY: 'https://a.example/,http://b.example|https://c.example,off,x' }),
    ).toEqual({
      servers: [
        { url: 'https://a.example', isFallible: false },
        { url: 'http://b.example', isFallible: true },
        { url: 'https://c.example', isFallible: false },
      ],
      end: 'off',
      notFor: [],
    });
    expect(read({ GOPROXY: 'off' })).toMatchObject({ servers: [], end: 'off' });
  });

  test('are for all modules but those of GONOPROXY, or of GOPRIVATE', () => {
    expect(read({ GOPRIVATE: 'corp.example,*.corp.example/x' }).notFor).toEqual([
      'corp.example',
      '*.corp.example/x',
    ]);
    expect(read({ GOPRIVATE: 'corp.example', GONOPROXY: 'none' }).notFor).toEqual([]);
  });

  test('may stand in the file that "go env -w" writes, which variables go before', () => {
    mkdirSync(join(folder, 'go'), { recursive: true });
    writeFileSync(join(folder, 'go/env'), 'GOFLAGS=-x\nGOPROXY=https://file.example\n');
    const env = { XDG_CONFIG_HOME: folder };

    expect(read(env).servers).toMatchObject([{ url: 'https://file.example' }]);
    expect(read({ ...env, GOPROXY: 'off' }).servers).toEqual([]);
    expect(read({ GOENV: join(folder, 'go/env') }).servers).toHaveLength(1);
    expect(read({ ...env, GOENV: 'off' }).end).toBe('direct');
  });

  test('are mirrors of a build where the public one is not the first', () => {
    const mirrors = (GOPROXY: string) => goMirrors(read({ GOPROXY }));

    expect(mirrors('https://proxy.golang.org,direct')).toEqual([]);
    expect(mirrors('http://a.example,https://proxy.golang.org')).toEqual([
      'http://a.example',
      'https://proxy.golang.org',
    ]);
    // A daemon is never told a login, and cannot read this machine's files.
    expect(mirrors('https://me:secret@a.example|file:///srv/go|direct')).toEqual([]);
  });

  test('are named by synth.environment.json before all else', () => {
    const project = temporaryProject({ mirrors: { go: ['http://mirror.example/go/'] } });
    const { goProxies, mirrors } = loadEnvironment({
      folder: project,
      env: { HOME: folder, GOPROXY: 'http://other.example' },
    });

    const given = loadEnvironment({
      folder: project,
      env: {},
      mirrors: { go: ['http://own.example'] },
    });

    expect(given.goProxies?.servers).toMatchObject([{ url: 'http://own.example' }]);
    expect(mirrors.go).toEqual(['http://mirror.example/go']);
    expect(goProxies?.servers).toEqual([{ url: 'http://mirror.example/go', isFallible: true }]);
  });
});

function temporaryProject(content: object): string {
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'synth.environment.json'), JSON.stringify(content));
  return project;
}
