import { proxyChoice, readProxySettings } from '../../lib/proxy';

describe('readProxySettings', () => {
  test('reads the variables, in lower case first', () => {
    const env = { HTTP_PROXY: 'a:1', http_proxy: 'b:2', HTTPS_PROXY: 'c:3', no_proxy: 'd' };

    expect(readProxySettings(env)).toEqual({ http: 'b:2', https: 'c:3', except: 'd' });
  });

  test('takes what is empty for not set', () => {
    expect(readProxySettings({ HTTP_PROXY: '', https_proxy: ' ' })).toEqual({});
  });
});

describe('proxyChoice', () => {
  test('takes the proxy of the protocol, and no other', () => {
    const choose = proxyChoice({ http: 'http://proxy.example:3128' });

    expect(choose(new URL('http://deb.example/a'))).toEqual({ url: 'http://proxy.example:3128' });
    expect(choose(new URL('https://deb.example/a'))).toBeUndefined();
  });

  test('takes an address without protocol for http, and knows its user', () => {
    const choose = proxyChoice({ https: 'me%40corp:p%2Fw%@proxy.example:3128' });

    const authorization = `Basic ${Buffer.from('me@corp:p%2Fw%').toString('base64')}`;
    expect(choose(new URL('https://deb.example/a'))).toEqual({
      url: 'http://proxy.example:3128',
      authorization,
    });
  });

  test('leaves out what is exempt by the port of the protocol, and this machine', () => {
    const choose = proxyChoice({ http: 'p:1', https: 'p:1', except: 'deb.example:443' });

    expect(choose(new URL('https://deb.example/'))).toBeUndefined();
    expect(choose(new URL('http://deb.example/'))).toBeDefined();
    expect(choose(new URL('http://127.0.0.1:5000/'))).toBeUndefined();
  });

  test.each(['socks5://me:secret@proxy.example:1080', 'http://me:secret@:x'])(
    'refuses %s, and does not quote it',
    (https) => {
      let thrown: unknown;
      try {
        proxyChoice({ https });
      } catch (error) {
        thrown = error;
      }

      expect(thrown).toMatchObject({
        code: 'E_ENVIRONMENT_FORMAT',
        message: 'what is named for a proxy of https is none',
        details: { fix: expect.stringContaining('HTTPS_PROXY') },
      });
      expect(JSON.stringify(thrown)).not.toContain('secret');
    },
  );
});
