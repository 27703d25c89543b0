import { NpmPackages, template, variable } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = template`{
  "bridge": { "name": "Family", "username": "CC:22:3D:E3:CE:30", "port": 51826, "pin": ${variable('PIN').as('json')} },
  "accessories": [{ "accessory": "DummySwitch", "name": "Lamp", "stateful": true }]
}
`;

/**
 * Homebridge, of the npm registry: a bridge to HomeKit, with a plugin. By `-I` its healthcheck, and who
 * knows the PIN, may ask it without being paired.
 */
export function addHome(family: Family): void {
  const homebridge = new NpmPackages(family.app, 'homebridge', {
    packages: { homebridge: '1.11.1', 'homebridge-dummy': '0.9.0' },
    base: family.debian,
  });
  family.member('home', {
    base: family.debian.runtime({ packages: ['nodejs'] }),
    files: [homebridge.at('/app')],
    start: { files: [{ path: '/data/config.json', content: CONFIG }] },
    entrypoint: ['/usr/bin/node', '/app/node_modules/homebridge/bin/homebridge', '-I'],
    // Else it asks npm by a shell where plugins are.
    cmd: ['-U', '/data', '-P', '/app/node_modules', '--strict-plugin-resolution'],
    ports: ['51826/tcp', '5353/udp'],
    writable: ['/data'],
    healthcheck: { http: 'http://127.0.0.1:51826/accessories' },
    waivers: { writable: 'who is paired with it' },
  });
}
