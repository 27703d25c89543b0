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
  steps: [{ step: `make ${ESCAPE}`, rule: 'network', waiver: ESCAPE }],
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

test('steps that depart for one reason are told once', () => {
  const step = (name: string, rule = 'network') => ({ step: name, rule, waiver: 'it asks' });
  const steps = [step('a'), step('a', 'pie'), step('b'), step('c')];

  expect(renderAudits([{ ...hostile, steps }], 200)).toContain(
    'network (it asks): a, and 2 more; pie (it asks): a',
  );
});

test('the page says as much of an image as the text', () => {
  const page = auditPage([{ ...hostile, image: '<i>' }]);

  expect(page).toContain('&lt;i&gt;');
  expect(page).not.toContain('<i>');
});
