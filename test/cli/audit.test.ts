import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';

jest.setTimeout(120_000);

/** An image that needs no lock: files, and what a runtime would say of itself. */
const APP = `
const { App, Image } = require('buildkit-cdk');
const { mkdir, scratch } = require('buildkit-cdk/llb');
class Tools extends Image {
  sourceDateEpoch = 0;
  isDated = true;
  waivers = JSON.parse(process.env.WAIVERS ?? '{}');
  lower() {
    const state = scratch().file(mkdir('/usr/bin', 0o755, { parents: true }).mkfile('/usr/bin/sh', 0o755, 'x'));
    return { layers: [{ state, says: 'tools' }], config: { User: '1:1' } };
  }
}
const app = new App();
new Tools(app, 'tools', { platforms: ['linux/amd64', 'linux/arm64'] });
app.synth();`;

describeWith(['engine'], '"synth audit"', ({ engine }) => {
  const installed = new InstalledPackage();
  const audit = (args: readonly string[], env: Record<string, string> = {}) => {
    const folder = installed.project({ 'app.js': APP });
    const variables = { BUILDKIT_HOST: engine.address, ...env };
    return installed
      .synth(folder, ['audit', '--progress', 'quiet', ...args], { env: variables })
      .then((result) => ({ ...result, folder }));
  };

  test('ends with 3 and says what is broken, image by image', async () => {
    const { code, stderr, stdout } = await audit([]);

    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(stdout.replace(/sha256:[0-9a-f]{64}/g, 'sha256:…').replace(/\d+B/g, '…B')).toBe(
      `IMAGE  PLATFORM     SIZE  PACKAGES  PROGRAMS  WAIVERS  BROKEN
tools  linux/amd64  …B         0         0        0       2
tools  linux/arm64  …B         0         0        0       2

${['amd64', 'arm64']
  .map(
    (architecture) => `tools linux/${architecture} sha256:…
  contract     kept, without a waiver
  user         1:1
  layers       …B

  broken:
  healthcheck      the image has no healthcheck
  shell            /usr/bin/sh is a shell or a package manager
`,
  )
  .join('\n')}`,
    );
  });

  test('is content with waivers, and writes JSON and a page', async () => {
    const waivers = { shell: 'for <people>', healthcheck: 'an example' };
    const { code, folder, stdout } = await audit(
      ['tools', '--platform', 'linux/arm64', '--json', '--page', 'new/audit.html'],
      { WAIVERS: JSON.stringify(waivers) },
    );
    const page = readFileSync(join(folder, 'new/audit.html'), 'utf8');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        image: 'tools',
        platform: 'linux/arm64',
        waivers,
        findings: [
          { rule: 'healthcheck', waiver: 'an example' },
          { rule: 'shell', subject: '/usr/bin/sh', waiver: 'for <people>' },
        ],
      },
    ]);
    expect(page).toContain('for &lt;people&gt;');
    expect(page).not.toContain('<people>');
    expect(page).not.toMatch(/<script|https?:\/\//);
  });

  test('knows what can be required', async () => {
    expect(await audit(['--require', 'pie,fortfy'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean "fortify"?'),
    });
  });
});
