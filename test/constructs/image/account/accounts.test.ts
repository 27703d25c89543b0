import { App, DebianBase, RuntimeImage, type RuntimeImageProps } from '../../../../constructs';
import { userNumber } from '../../../../lib/debian';
import { errorsOf, execsOf } from '../../../support/lowered';
import { madeUpLock } from '../../../support/made-up-lock';

function appOf(props: Partial<RuntimeImageProps>): App {
  const app = new App();
  const debian = new DebianBase(app, 'debian', {
    suite: 'trixie',
    snapshot: '20261101T000000Z',
    accounts: { mpd: 321 },
  });
  new RuntimeImage(app, 'server', {
    base: debian.runtime(),
    entrypoint: ['/usr/bin/server'],
    platforms: ['linux/amd64'],
    ...props,
    waivers: { writable: 'a test', healthcheck: 'a test', ...props.waivers },
  });
  return app;
}

/** What the last exec is told, and the config. */
function seen(props: Partial<RuntimeImageProps>) {
  const app = appOf(props);
  const [image] = app.assemble(madeUpLock(app)).images;
  const [platform] = image?.platforms ?? [];
  if (platform === undefined) throw new Error('no image');
  const words = execsOf(platform.definition, '/usr/bin/perl').flatMap(({ args }) => args);
  return { config: JSON.parse(platform.config).config, words };
}

const errors = (props: Partial<RuntimeImageProps>) => {
  const app = appOf(props);
  return errorsOf(() => void app.assemble(madeUpLock(app))).map(({ code, message }) => [
    code,
    message,
  ]);
};

describe('the user of an image', () => {
  const redis = userNumber('redis', {});

  test.each<[string, string, string, string[]]>([
    ['numbers', '7:8', '7:8', []],
    [
      'an account of a package',
      'redis',
      `${redis}:${redis}`,
      [`passwd:redis:${redis}`, `group:redis:${redis}`],
    ],
    ['one with a number of the base', 'mpd:audio', '321:29', ['passwd:mpd:321', 'group:audio:29']],
    ['one of every Debian', 'www-data', '33:33', ['passwd:www-data:33', 'group:www-data:33']],
    ['an account of its own', 'media', '2000:2000', []],
    ['one of its own in a group of others', 'media:audio', '2000:29', ['group:audio:29']],
  ])('may be %s', (_, user, ids, named) => {
    const { config, words } = seen({ user, accounts: [{ name: 'media', id: 2000 }] });
    expect(config.User).toBe(ids);
    expect(words).toContain(`user=${ids.split(':')[0]}`);
    expect(words).toContain(`group=${ids.split(':')[1]}`);
    expect(words.filter((word) => word.startsWith('named='))).toEqual(
      named.map((word) => `named=${word}`),
    );
  });

  test('is root by name too', () => {
    expect(errors({ user: 'root' })).toEqual([
      ['E_RUNTIME_CONTRACT', 'server: the process runs as root'],
    ]);
  });

  test.each(['redis:8', 'Redis', '7', ':8', 'a b'])('is not %j', (user) => {
    expect(errors({ user })).toEqual([['E_PROPERTY', expect.stringContaining('user')]]);
  });
});

describe('accounts of an image', () => {
  test('are added with home and shell, or without', () => {
    const { words } = seen({
      accounts: [
        { name: 'media', id: 2000 },
        { name: 'guest', id: 2001, group: 2000, home: '/data', shell: '/usr/bin/rbash' },
      ],
    });
    expect(words.filter((word) => word.startsWith('account='))).toEqual([
      'account=media:2000:2000:/nonexistent:/usr/sbin/nologin',
      'account=guest:2001:2000:/data:/usr/bin/rbash',
    ]);
  });

  test('have a name and a number each', () => {
    const media = { name: 'media', id: 2000 };
    expect(errors({ accounts: [media, media] })).toEqual([
      ['E_ACCOUNT', 'server: the account "media" is there twice'],
    ]);
    expect(errors({ accounts: [media, { name: 'guest', id: 2000 }] })).toEqual([
      ['E_ACCOUNT', 'server: the accounts "media" and "guest" have one number'],
    ]);
  });
});

describe('folders that are written', () => {
  test('say their owner and their mode', () => {
    const { config, words } = seen({
      writable: ['/data', { path: '/srv/media', owner: 'www-data:audio', mode: 0o2770 }],
      user: '65532:29',
    });
    expect(words.filter((word) => word.startsWith('writable='))).toEqual([
      'writable=/data',
      'writable=33:29:2770:/srv/media',
    ]);
    expect(words).toContain('named=group:audio:29');
    expect(config.Volumes).toEqual({ '/data': {}, '/srv/media': {} });
  });

  test.each<[string, object]>([
    ['of another user', { owner: '7:8' }],
    ['of its group alone, which may not write', { owner: '7:65532' }],
    ['of its own without the right', { mode: 0o550 }],
  ])('are not those %s', (_, folder) => {
    expect(errors({ writable: [{ path: '/srv/media', ...folder }] })).toEqual([
      ['E_ACCOUNT', 'server: the user of the image could not write "/srv/media"'],
    ]);
  });

  test('are open to everybody with a sticky bit, or a waiver', () => {
    const open = (mode: number) => ({ writable: [{ path: '/srv/media', mode }] });
    expect(errors(open(0o1777))).toEqual([]);
    expect(errors(open(0o777))).toEqual([
      ['E_RUNTIME_CONTRACT', 'server: "/srv/media" is writable by everybody'],
    ]);
    expect(errors({ ...open(0o777), waivers: { worldWritable: 'a test' } })).toEqual([]);
  });
});
