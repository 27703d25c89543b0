import { App, BaseImage, DebianBase, RuntimeImage } from 'buildkit-cdk';
import { SERVICES } from './list';

const snapshot = process.env.SERVICES_SNAPSHOT ?? '';
const buildPlatform = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64';
const platforms = ['linux/amd64', 'linux/arm64'];

const app = new App({ buildPlatform });
const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot });

for (const group of (process.env.SERVICES ?? '').split(' ')) {
  const services = group
    .split(',')
    .flatMap((name) => SERVICES.filter(({ packages }) => packages[0] === name));
  const packages = services.flatMap((one) => one.packages);
  new BaseImage(app, `base-${packages[0]}`, { base: debian.minbase({ packages }), platforms });
  new RuntimeImage(app, `runtime-${packages[0]}`, {
    base: debian.runtime({ packages }),
    entrypoint: services[0]?.says ?? [],
    waivers: { healthcheck: 'it says what it is and ends', shell: 'its packages bring one' },
    platforms,
  });
}
app.synth();
