import { template, variable } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = template`<icecast>
  <hostname>localhost</hostname>
  <authentication>
    <source-password>${variable('PASSWORD', { file: '/run/secrets/password' })}</source-password>
  </authentication>
  <listen-socket><port>8000</port></listen-socket>
  <paths>
    <logdir>/tmp</logdir>
    <webroot>/usr/share/icecast2/web</webroot>
    <adminroot>/usr/share/icecast2/admin</adminroot>
  </paths>
  <logging><errorlog>-</errorlog><accesslog>-</accesslog></logging>
</icecast>
`;

/** Icecast, of Debian: a station that whoever has its password feeds. */
export function addRadio(family: Family): void {
  family.member('radio', {
    base: family.debian.runtime({ packages: ['icecast2'] }),
    start: { files: [{ path: '/tmp/icecast.xml', content: CONFIG }] },
    entrypoint: ['/usr/bin/icecast2', '-c', '/tmp/icecast.xml'],
    ports: ['8000/tcp'],
    healthcheck: { http: 'http://127.0.0.1:8000/status-json.xsl' },
    waivers: { shell: 'the scripts of its packages want one' },
  });
}
