import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironment } from '../../lib/environment';
import { readAptProxies } from '../../lib/environment/apt-proxies';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('apt-proxies');
let count = 0;

/** A folder as `/etc/apt`, with these files. */
function aptFolder(files: Readonly<Record<string, string>>): string {
  const apt = join(folder, `${count++}`);
  mkdirSync(join(apt, 'apt.conf.d'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(apt, name), text);
  return apt;
}
const proxiesOf = (text: string) => readAptProxies(aptFolder({ 'apt.conf': text }));

describe('readAptProxies', () => {
  test.each([
    'Acquire::http::Proxy "http://p.example:3142";',
    'acquire::HTTP::proxy "http://p.example:3142";',
    'Acquire { http { Proxy "http://p.example:3142"; }; };',
    'Acquire::http { Timeout "9"; Proxy "http://p.example:3142"; }\nAcquire::Retries "3";',
    '// Acquire::http::Proxy "no";\n/* Acquire::http::Proxy\n "no"; */\n# a comment\nAcquire::http::Proxy "http://p.example:3142"; // mine',
  ])('reads %j', (text) => {
    expect(proxiesOf(text)).toEqual({ http: 'http://p.example:3142' });
  });

  test('reads hosts that are reached directly, and leaves out proxies of single hosts', () => {
    expect(
      proxiesOf(`Acquire::http::Proxy "p:1";
        Acquire { http::Proxy::in.example "DIRECT"; http::Proxy::own.example "q:2"; };`),
    ).toEqual({ http: 'p:1', except: 'in.example' });
  });

  test.each(['Acquire::http::Proxy "DIRECT";', 'Acquire::http::Proxy "";', '{ } ; } "', ''])(
    'knows no proxy of %j',
    (text) => {
      expect(proxiesOf(text)).toEqual({});
    },
  );

  test('takes what is read last, of the files that apt reads', () => {
    const apt = aptFolder({
      'apt.conf.d/10proxy': 'Acquire::http::Proxy "a:1"; Acquire::https::Proxy "s:1";',
      'apt.conf.d/20proxy.conf': 'Acquire::http::Proxy "b:2";',
      'apt.conf.d/30proxy.bak': 'Acquire::http::Proxy "c:3";',
    });

    expect(readAptProxies(apt)).toEqual({ http: 'b:2', https: 's:1' });
  });

  test('knows none where there is no apt', () => {
    expect(readAptProxies(join(folder, 'nowhere'))).toEqual({});
  });
});

describe('the proxies of an environment', () => {
  const apt = () => aptFolder({ 'apt.conf': 'Acquire::http::Proxy "a:1";' });
  const load = (env: Record<string, string>) => loadEnvironment({ folder, env, aptFolder: apt() });

  test('are those of apt for archives alone', () => {
    const environment = load({});

    expect(environment.proxies).toEqual({});
    expect(environment.archiveProxies).toEqual({ http: 'a:1' });
  });

  test('are those of the variables, where these have any', () => {
    const { archiveProxies, proxies } = load({ https_proxy: 'v:2', no_proxy: 'x' });

    expect(proxies).toEqual({ https: 'v:2', except: 'x' });
    expect(archiveProxies).toEqual({ https: 'v:2', http: 'a:1', except: 'x' });
    expect(load({ http_proxy: 'v:2' }).archiveProxies).toEqual({ http: 'v:2' });
    expect(load({ no_proxy: '*' }).archiveProxies).toEqual({ http: 'a:1', except: '*' });
  });
});
