import { InlineFile, template, variable } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = template`daemon off;
pid /tmp/nginx.pid;
error_log stderr;
events {}
http {
  access_log /dev/stdout;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  server {
    listen ${variable('PORT', { default: '8080' })};
    root /srv;
  }
}
`;

/** nginx, of Debian: a page. */
export function addSite(family: Family): void {
  family.member('site', {
    base: family.debian.runtime({ packages: ['nginx-light'] }),
    files: [InlineFile.text('hello from the site\n').at('/srv/index.html')],
    start: { files: [{ path: '/tmp/nginx.conf', content: CONFIG }] },
    entrypoint: ['/usr/sbin/nginx', '-e', 'stderr', '-c', '/tmp/nginx.conf'],
    ports: ['8080/tcp'],
    healthcheck: { http: 'http://127.0.0.1:${PORT}/' },
    waivers: { shell: 'the scripts of its packages want one' },
  });
}
