import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  App,
  DebianBase,
  RuntimeImage,
  type RuntimeImageProps,
  type StartProps,
  template,
  variable,
} from '../../../../constructs';
import { START_PROGRAM } from '../../../../constructs/image/start/start';
import { errorsOf, execsOf } from '../../../support/lowered';
import { madeUpLock } from '../../../support/made-up-lock';

const GO = '/usr/lib/go-1.99/bin/go';

function appOf(start: StartProps, more: Partial<RuntimeImageProps> = {}): App {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  new RuntimeImage(app, 'server', {
    base: debian.runtime(),
    entrypoint: ['/usr/bin/server', 'serve'],
    cmd: ['--verbose'],
    platforms: ['linux/amd64', 'linux/arm64'],
    writable: ['/data'],
    waivers: { writable: 'a test', healthcheck: 'a test' },
    start,
    ...more,
  });
  return app;
}

const messagesOf = (app: App) =>
  errorsOf(() => void app.assemble(madeUpLock(app))).map(({ message }) => message);

const port = variable('PORT', { default: '80' });
const password = variable('PASSWORD', { file: '/run/secrets/password' });
const once = { folder: '/data/main', run: [['/usr/bin/init', '.']] };

describe('the start of an image', () => {
  test('stands before its entrypoint, and declares its variables', () => {
    const app = appOf({
      files: [{ path: '/tmp/config', content: template`${port} ${password} ${variable('NAME')}` }],
    });
    const [image] = app.assemble(madeUpLock(app)).images;
    expect(JSON.parse(image?.platforms[0]?.config ?? '{}').config).toMatchObject({
      Entrypoint: ['/boot/bin/start', '/boot/start.json', '/usr/bin/server', 'serve'],
      Cmd: ['--verbose'],
      Env: ['PATH=/boot/bin:/usr/bin:/usr/sbin', 'PORT=80'],
    });
  });

  test('is compiled for the target, without network', () => {
    const app = appOf({ folders: ['/tmp/server'] });
    const [image] = app.assemble(madeUpLock(app)).images;
    const definition = image?.platforms.find(
      ({ platform }) => platform === 'linux/arm64',
    )?.definition;
    const execs = definition === undefined ? [] : execsOf(definition, GO);
    expect(execs).toHaveLength(1);
    expect(execs[0]?.env).toContain('GOARCH=arm64');
    expect(execs[0]?.network).toBe('none');
  });

  test('is made of all files that lie beside it', () => {
    const folder = resolve(__dirname, '../../../../constructs/image/start');
    const files = readdirSync(folder).filter((name) => name.endsWith('.go'));
    expect([...START_PROGRAM.files].sort()).toEqual(files.sort());
  });

  test('lets the healthcheck read what it reads, but no secret', () => {
    const files = [{ path: '/tmp/config', content: template`${variable('ADDRESS')}${password}` }];
    const app = appOf({ files }, { healthcheck: { http: 'http://127.0.0.1:${ADDRESS}/' } });
    expect(messagesOf(app)).toEqual([]);
    const wrong = appOf({ files }, { healthcheck: { http: 'http://127.0.0.1:${PASSWORD}/' } });
    expect(messagesOf(wrong)).toEqual([
      expect.stringContaining('a variable that the image has not'),
    ]);
  });

  test('declares the variables of what a command reads, secrets too', () => {
    const input = ['/etc/tables', template`${password} ${port}`];
    const app = appOf({ once: { ...once, run: [{ command: ['/usr/bin/init'], input }] } });
    expect(messagesOf(app)).toEqual([]);
    const [image] = app.assemble(madeUpLock(app)).images;
    expect(JSON.parse(image?.platforms[0]?.config ?? '{}').config.Env).toContain('PORT=80');
  });

  test.each<[string, StartProps, string]>([
    ['a folder of the image', { folders: ['/etc/server'] }, '"/etc/server" cannot be made'],
    ["a folder that is root's", { folders: ['/run/server'] }, '"/run/server" cannot be made'],
    ['a database that is not kept', { once: { ...once, folder: '/tmp/main' } }, '"/tmp/main"'],
    ['a volume itself', { once: { ...once, folder: '/data' } }, '"/data" cannot be made'],
    [
      'a file where the database will be',
      { once, files: [{ path: '/data/main/config', content: template`a` }] },
      '"/data/main/config" cannot be made',
    ],
    [
      'a variable of two defaults',
      { files: [{ path: '/tmp/a', content: template`${port}${variable('PORT')}` }] },
      'the variable "PORT" is declared in two ways',
    ],
    [
      'a secret as an argument',
      { once: { ...once, run: [['/usr/bin/init', template`${password}`]] } },
      'the secret "PASSWORD" is an argument',
    ],
    [
      'a command that reads, without a place',
      { once: { ...once, run: [{ command: ['init'], input: ['/etc/tables'] }] } },
      'start.once names no program',
    ],
    [
      'a file without a place as what is read',
      { once: { ...once, run: [{ command: ['/usr/bin/init'], input: ['tables'] }] } },
      'does not fit',
    ],
    [
      'a command without a place',
      { once: { ...once, run: [['init']] } },
      'start.once names no program',
    ],
  ])('refuses %s', (_, start, message) => {
    expect(messagesOf(appOf(start))).toEqual([expect.stringContaining(message)]);
  });

  test('refuses a variable that has its value twice', () => {
    const files = [{ path: '/tmp/a', content: template`${port}` }];
    expect(messagesOf(appOf({ files }, { env: { PORT: '81' } }))).toEqual([
      expect.stringContaining('the variable "PORT" has its value twice'),
    ]);
  });

  test('refuses what is no variable', () => {
    expect(() => variable('no-name')).toThrow('does not fit');
    expect(() => variable('A', { defualt: 'x' } as never)).toThrow('defualt');
    expect(() => template`${undefined as never}`).toThrow('a value of a template does not fit');
  });
});
