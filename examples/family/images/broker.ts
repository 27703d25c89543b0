import { InlineFile } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = `listener 1883
allow_anonymous true
persistence false
log_dest stdout
`;

/** Mosquitto, of Debian: a broker of MQTT. */
export function addBroker(family: Family): void {
  family.member('broker', {
    base: family.debian.runtime({ packages: ['mosquitto'] }),
    files: [InlineFile.text(CONFIG).at('/etc/mosquitto/family.conf')],
    entrypoint: ['/usr/sbin/mosquitto', '-c', '/etc/mosquitto/family.conf'],
    ports: ['1883/tcp'],
    healthcheck: { tcp: '127.0.0.1:1883' },
    waivers: { shell: 'the scripts of its packages want one' },
  });
}
