import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, DebianBase, type HealthcheckProps, RuntimeImage } from '../../../../constructs';
import { decodeOp } from '../../../../lib/llb';
import { codesOf, errorsOf, execsOf, lowered } from '../../../support/lowered';
import { madeUpLock } from '../../../support/made-up-lock';

const GO = '/usr/lib/go-1.99/bin/go';

function appOf(...images: readonly (HealthcheckProps & { env?: Record<string, string> })[]): App {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  for (const [index, { env = {}, ...healthcheck }] of images.entries()) {
    new RuntimeImage(app, `server-${index}`, {
      base: debian.runtime(),
      entrypoint: ['/usr/bin/server'],
      platforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7'],
      env,
      healthcheck,
    });
  }
  return app;
}

describe('the probe of an image', () => {
  test('is compiled for the target on the build platform, without network and without modules', () => {
    const definition = lowered(appOf({ tcp: '127.0.0.1:80' }), 'linux/arm64');
    const [exec, ...others] = execsOf(definition, GO);

    expect(others).toEqual([]);
    expect(exec?.args).toEqual([
      GO,
      'build',
      '-trimpath',
      '-buildvcs=false',
      '-ldflags=-s -w -buildid=',
      '-o',
      '/out/probe',
      '.',
    ]);
    expect(exec?.network).toBe('none');
    expect(exec?.platform).toMatchObject({ architecture: 'amd64' });
    expect(exec?.env).toEqual(expect.arrayContaining(['GOARCH=arm64', 'CGO_ENABLED=0']));
  });

  test('knows TLS where it is asked for', () => {
    const [exec] = execsOf(lowered(appOf({ http: 'https://127.0.0.1/' }), 'linux/amd64'), GO);

    expect(exec?.args).toContain('-tags=tls');
  });

  test('is one for all images of a base', () => {
    const app = appOf({ tcp: '127.0.0.1:80' }, { unix: '/run/a' }, { http: 'https://localhost/' });
    const found = app
      .assemble(madeUpLock(app))
      .images.flatMap(({ platforms }) => platforms)
      .filter(({ platform }) => platform === 'linux/arm64')
      .flatMap(({ definition }) => execsOf(definition, GO).map(({ digest }) => digest));

    expect(found).toHaveLength(3);
    expect(new Set(found).size).toBe(2);
  });

  test('is not there where nothing asks for it', () => {
    expect(execsOf(lowered(appOf({ command: ['/usr/bin/server'] }), 'linux/amd64'), GO)).toEqual(
      [],
    );
  });

  test('is made of all files that lie beside it', () => {
    const folder = resolve(__dirname, '../../../../constructs/image/probe');
    const files = readdirSync(folder).filter((name) => /\.go$|^go\.mod$/.test(name));
    const definition = lowered(appOf({ tcp: '127.0.0.1:80' }), 'linux/amd64');
    const made = definition.ops.flatMap(({ bytes }) => {
      const { body } = decodeOp(bytes);
      return body?.kind === 'file' ? body.actions : [];
    });
    const paths = made.flatMap(({ action }) => (action?.kind === 'mkfile' ? [action.path] : []));

    expect(files.length).toBeGreaterThan(5);
    expect(paths).toEqual(expect.arrayContaining(files.map((name) => join('/', name))));
  });

  test('asks for variables that the image has', () => {
    const question = { http: 'http://127.0.0.1:${PORT}/' };

    expect(
      codesOf(() => lowered(appOf({ ...question, env: { PORT: '80' } }), 'linux/amd64')),
    ).toEqual([]);
    expect(
      errorsOf(() => lowered(appOf(question), 'linux/amd64')).map(({ code, details }) => [
        code,
        details.fix,
      ]),
    ).toEqual([['E_PROPERTY', "give it a value: env: { PORT: '…' }"]]);
  });
});
