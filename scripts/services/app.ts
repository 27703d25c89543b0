import { App, BaseImage, DebianBase, RuntimeImage } from 'buildkit-cdk';
import { SERVICES } from './list';

const snapshot = process.env.SERVICES_SNAPSHOT ?? '';
const native = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64';
const platforms = ['linux/amd64', 'linux/arm64'];

const app = new App({ buildPlatform: native });
const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot });
const wanted = process.env.SERVICES?.split(' ') ?? [];

for (const { packages, says } of SERVICES) {
  const [name = ''] = packages;
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const runtime = {
    base: debian.runtime({ packages }),
    entrypoint: says,
    waivers: { healthcheck: 'it says what it is and ends', shell: 'its packages bring one' },
  };
  new BaseImage(app, `base-${name}`, { base: debian.minbase({ packages }), platforms });
  new RuntimeImage(app, `runtime-${name}`, { ...runtime, platforms });
  new RuntimeImage(app, `started-${name}`, { ...runtime, platforms: [native] });
}
app.synth();
