import type { ImageAudit } from '../../../lib/audit';
import { auditPage } from '../../../lib/cli/audit/page';
import { renderAudits } from '../../../lib/cli/audit/report';

const ESCAPE = '\u001b[2J\u0007\nforged';

/** An audit of an image that puts escapes wherever it can. */
const hostile: ImageAudit = {
  image: 'app',
  platform: 'linux/amd64',
  digest: 'sha256:0',
  waivers: { shell: ESCAPE },
  config: { User: ESCAPE, Entrypoint: [ESCAPE], Env: [`${ESCAPE}=1`], Volumes: { [ESCAPE]: {} } },
  accounts: [{ name: ESCAPE, uid: 1000, gid: 1000, home: '/', shell: '/' }],
  layers: [{ digest: 'sha256:1', compressedSize: 1, size: 1, says: ESCAPE }],
  files: 1,
  packages: [{ name: ESCAPE, version: ESCAPE, size: 1, licences: [ESCAPE] }],
  programs: [
    {
      ...{ path: `/${ESCAPE}`, isProgram: true, isPackaged: false, isStatic: true, size: 1 },
      ...{ needed: [], runpath: [], missing: [ESCAPE] },
      ...{ pie: true, relro: 'full', nx: true, stackProtector: undefined, fortified: undefined },
    },
  ],
  findings: [{ rule: 'root', subject: ESCAPE, says: ESCAPE }],
};

test('what an image holds cannot speak to the terminal, nor begin a line of its own', () => {
  const text = renderAudits([hostile], 80);

  expect(text).not.toMatch(/[^\P{C}\n]/u);
  expect(text).not.toMatch(/^forged/m);
  expect(text).toContain('forged');
});

test('the page says as much of an image as the text', () => {
  const page = auditPage([{ ...hostile, image: '<i>' }]);

  expect(page).toContain('&lt;i&gt;');
  expect(page).not.toContain('<i>');
});
