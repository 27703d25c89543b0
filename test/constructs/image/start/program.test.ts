import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { template, variable } from '../../../../constructs';
import { startPlan } from '../../../../constructs/image/start/plan';
import type { StartProps } from '../../../../constructs/image/start/start-props';
import { temporaryFolder } from '../../../support/temporary-folder';

jest.setTimeout(120_000);

const SOURCES = resolve(__dirname, '../../../../constructs/image/start');
const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) process.stderr.write('skipped: the start as a program: there is no "go"\n');

(hasGo ? describe : describe.skip)('the program that starts a service', () => {
  const root = temporaryFolder('start');
  const program = join(root, 'start');
  let count = 0;
  let folder = '';

  beforeAll(() => {
    execFileSync('go', ['build', '-trimpath', '-o', program, '.'], {
      cwd: SOURCES,
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off', GOTOOLCHAIN: 'local' },
    });
  });

  beforeEach(() => {
    count += 1;
    folder = join(root, `case-${count}`);
    mkdirSync(folder);
  });

  function start(
    props: StartProps,
    env: Record<string, string> = {},
    service = ['/bin/echo', 'up'],
  ) {
    const plan = join(folder, 'plan.json');
    writeFileSync(plan, startPlan(props));
    const { status, stderr, stdout } = spawnSync(program, [plan, ...service], {
      encoding: 'utf8',
      env,
    });
    return { status, stderr, stdout };
  }

  const config = (content: ReturnType<typeof template>): StartProps => ({
    files: [{ path: join(folder, 'config'), content }],
  });

  test('becomes the service', () => {
    const { pid, stdout } = spawnSync(
      '/bin/sh',
      ['-c', 'echo $$; exec "$0" "$1" /bin/sh -c \'echo $$ $0\' argument', program, emptyPlan()],
      { encoding: 'utf8' },
    );
    expect(stdout).toBe(`${pid}\n${pid} argument\n`);
  });

  const emptyPlan = () => {
    const plan = join(folder, 'plan.json');
    writeFileSync(plan, startPlan({}));
    return plan;
  };

  test('writes values where variables stand, as each encoding says', () => {
    const name = variable('NAME');
    const content = template`a ${name}\nb ${name.as('json')}\nc ${name.as('sql')} ${7}\n`;
    expect(start(config(content), { NAME: `it's "7" $\{HOME}` })).toEqual({
      status: 0,
      stderr: '',
      stdout: 'up\n',
    });
    expect(readFileSync(join(folder, 'config'), 'utf8')).toBe(
      `a it's "7" $\{HOME}\nb "it's \\"7\\" $\{HOME}"\nc 'it''s "7" $\{HOME}' 7\n`,
    );
    expect(statSync(join(folder, 'config')).mode & 0o777).toBe(0o600);
  });

  test('reads a secret from its file, and leaves it out of the environment', () => {
    const file = join(folder, 'password');
    writeFileSync(file, 'hidden\n');
    const props = config(template`password=${variable('PASSWORD', { file })};`);
    expect(start(props, {}, ['/usr/bin/env']).stdout).toBe('');
    expect(readFileSync(join(folder, 'config'), 'utf8')).toBe('password=hidden;');
  });

  test.each([
    ['is not set', {}, 'the variable "NAME" is not set'],
    ['is empty', { NAME: '' }, 'the variable "NAME" is not set'],
    ['has a line break', { NAME: 'a\nb' }, 'the value of "NAME" has a line break'],
  ])('starts nothing where a value %s', (_, env, message) => {
    const { status, stderr, stdout } = start(config(template`${variable('NAME')}`), env);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(existsSync(join(folder, 'config'))).toBe(false);
  });

  test('starts nothing where a secret would say more than a value, and does not show it', () => {
    const file = join(folder, 'password');
    writeFileSync(file, 'back\\slash');
    const secret = variable('PASSWORD', { file }).as('sql');
    const { status, stderr } = start(config(template`${secret}`));
    expect(status).toBe(1);
    expect(stderr).toContain('"PASSWORD" has a "\\"');
    expect(stderr).not.toContain('slash');
  });

  test('tells of all that is missing at once', () => {
    const file = join(folder, 'nowhere');
    const content = template`${variable('A')}${variable('B', { file })}`;
    const { stderr } = start(config(content));
    expect(stderr).toContain('"A" is not set');
    expect(stderr).toContain(file);
  });

  const database = (): StartProps => ({
    once: {
      folder: join(folder, 'database'),
      run: [
        ['/bin/sh', '-c', 'echo $0 > version', template`${variable('VERSION')}`],
        ['/bin/cp', 'version', 'second'],
      ],
    },
  });

  test('fills a folder once', () => {
    expect(start(database(), { VERSION: '1' }).status).toBe(0);
    expect(start(database(), { VERSION: '2' }).status).toBe(0);
    expect(readFileSync(join(folder, 'database/second'), 'utf8')).toBe('1\n');
    expect(existsSync(join(folder, 'database.new'))).toBe(false);
  });

  const reader = (...input: readonly (string | ReturnType<typeof template>)[]): StartProps => ({
    once: {
      folder: join(folder, 'database'),
      run: [{ command: ['/usr/bin/tee', 'read'], input }, ['/usr/bin/tee', 'nothing']],
    },
  });

  test('gives a command what it reads, files and texts with secrets in their order', () => {
    const file = join(folder, 'password');
    const tables = join(folder, 'tables.sql');
    writeFileSync(file, "it's\n");
    writeFileSync(tables, 'create;\n');
    const password = variable('PASSWORD', { file }).as('sql');
    expect(start(reader(template`use;\n`, tables, template`set ${password};\n`)).status).toBe(0);
    expect(readFileSync(join(folder, 'database/read'), 'utf8')).toBe(
      "use;\ncreate;\nset 'it''s';\n",
    );
    expect(readFileSync(join(folder, 'database/nothing'), 'utf8')).toBe('');
  });

  test('fills nothing where a command would read what is not there', () => {
    const { status, stderr } = start(reader(join(folder, 'nowhere')));
    expect(status).toBe(1);
    expect(stderr).toContain('what /usr/bin/tee reads: open');
    expect(existsSync(join(folder, 'database'))).toBe(false);
  });

  test('begins again where filling failed', () => {
    const props = database();
    const failing = { once: { ...props.once, run: [['/bin/touch', 'half'], ['/bin/false']] } };
    const failed = start(failing as StartProps);
    expect(failed).toEqual({
      status: 1,
      stderr: 'start: /bin/false: exit status 1\n',
      stdout: '',
    });
    expect(existsSync(join(folder, 'database'))).toBe(false);

    expect(start(props, { VERSION: '1' }).status).toBe(0);
    expect(existsSync(join(folder, 'database/half'))).toBe(false);
  });

  test('names the service that is not there', () => {
    const { status, stderr } = start({}, {}, ['/nowhere/service']);
    expect(status).toBe(1);
    expect(stderr).toContain('/nowhere/service: no such file');
  });

  test('names the folder that it cannot make', () => {
    const { status, stderr } = start({ folders: ['/proc/nowhere'] });
    expect(status).toBe(1);
    expect(stderr).toContain('/proc/nowhere');
  });
});
