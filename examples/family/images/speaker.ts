import { CargoCrates, CargoProgram } from 'buildkit-cdk';
import type { Family } from '../family.ts';

/** librespot, of crates.io: a loudspeaker of Spotify Connect. It plays where it is given /dev/snd. */
export function addSpeaker(family: Family): void {
  const { app, debian } = family;
  const crates = new CargoCrates(app, 'librespot-crates', { crate: 'librespot', version: '0.8.0' });
  const librespot = new CargoProgram(app, 'librespot', {
    crates,
    base: debian.minbase(),
    program: 'librespot',
    defaultFeatures: false,
    features: ['alsa-backend', 'rustls-tls-webpki-roots', 'with-libmdns'],
    packages: ['libasound2-dev'],
  });
  family.member('speaker', {
    base: debian.runtime({ packages: ['libasound2t64', 'libc6', 'libgcc-s1'] }),
    files: [librespot.at('/boot/bin')],
    entrypoint: ['/boot/bin/librespot'],
    cmd: ['--name=Family', '--zeroconf-port=10042', '--disable-audio-cache'],
    ports: ['10042/tcp', '5353/udp'],
    healthcheck: { http: 'http://127.0.0.1:10042/?action=getInfo' },
  });
}
