import { App, DebianBase, RuntimeImage, type RuntimeImageProps } from '../../../constructs';
import { checkContract, checkPackages } from '../../../constructs/image/runtime-contract';

const HEALTH = { command: ['/boot/bin/health'] };

function image(props: Partial<RuntimeImageProps> = {}): RuntimeImage {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  return new RuntimeImage(app, 'hello', {
    base: debian.runtime(),
    entrypoint: ['/boot/bin/hello'],
    healthcheck: HEALTH,
    platforms: ['linux/amd64'],
    ...props,
  });
}

const told = (props: Partial<RuntimeImageProps>) =>
  checkContract(image(props)).map(({ code, message }) => [code, message]);

describe('the contract of a runtime', () => {
  test('is kept by an image that asks for nothing beyond it', () => {
    expect(told({})).toEqual([]);
  });

  test.each<[string, Partial<RuntimeImageProps>, string]>([
    ['root', { user: '0:0' }, 'the process runs as root'],
    ['root', { user: '000:1' }, 'the process runs as root'],
    ['root', { user: '0:65532' }, 'the process runs as root'],
    ['writable', { writable: ['/data'] }, 'the process writes to the image'],
  ])('needs the waiver "%s" for %j', (waiver, props, message) => {
    const [error, ...others] = checkContract(image(props));

    expect(others).toEqual([]);
    expect(error).toMatchObject({
      code: 'E_RUNTIME_CONTRACT',
      message: `hello: ${message}`,
      details: {
        constructPath: 'hello',
        expected: `an image that keeps the contract, or the waiver "${waiver}"`,
        fix: `change it, or say why: waivers: { ${waiver}: '<reason>' }`,
      },
    });
    expect(told({ ...props, waivers: { [waiver]: 'a reason' } })).toEqual([]);
  });

  test('is not saved by the waiver of another departure', () => {
    const waivers = { healthcheck: 'a', writable: 'b', shell: 'c' };

    expect(told({ user: '0:0', waivers })).toEqual([
      ['E_RUNTIME_CONTRACT', 'hello: the process runs as root'],
    ]);
  });

  test('is not broken by users that only begin alike, nor by the group of root', () => {
    for (const user of ['01:1', '10:0', '65532:0', '100:100']) {
      expect(told({ user })).toEqual([]);
    }
  });

  test.each([
    [{ entrypoint: ['hello'] }, 'the entrypoint names no program of the image'],
    [{ entrypoint: ['./hello'] }, 'the entrypoint names no program of the image'],
    [{ entrypoint: [''] }, 'the entrypoint names no program of the image'],
    [
      { healthcheck: { command: ['health'] } },
      'the healthcheck.command names no program of the image',
    ],
  ])('needs absolute paths of programs: %j', (props, message) => {
    expect(told(props)).toEqual([['E_ENTRYPOINT', `hello: ${message}`]]);
  });

  test('tells all departures at once, each with its own error', () => {
    expect(
      told({
        entrypoint: ['hello'],
        healthcheck: undefined,
        user: '0:4294967296',
        writable: ['/usr/lib', '/data', '/etc'],
      }).map(([code]) => code),
    ).toEqual([
      'E_ENTRYPOINT',
      'E_PROPERTY',
      'E_RUNTIME_WRITABLE',
      'E_RUNTIME_WRITABLE',
      'E_RUNTIME_CONTRACT',
      'E_RUNTIME_CONTRACT',
      'E_RUNTIME_CONTRACT',
    ]);
  });
});

describe('packages of a runtime', () => {
  const packages = ['base-files', 'bash', 'libc6', 'dpkg'];

  test('may not bring a shell or a package manager, each of which is named', () => {
    expect(checkPackages(image(), packages)).toMatchObject([
      {
        code: 'E_RUNTIME_CONTRACT',
        message: 'hello: the packages bring a shell or a package manager: bash, dpkg',
      },
    ]);
    expect(checkPackages(image(), ['base-files', 'libc6', 'bash-completion'])).toEqual([]);
  });

  test('may bring one with a reason', () => {
    expect(checkPackages(image({ waivers: { shell: 'people look into it' } }), packages)).toEqual(
      [],
    );
  });

  test.each([
    'apt',
    'bash',
    'busybox',
    'busybox-static',
    'dash',
    'dpkg',
    'fish',
    'mksh',
    'sudo',
    'zsh',
  ])('may not be %s', (name) => {
    expect(checkPackages(image(), [name])).toHaveLength(1);
  });
});
