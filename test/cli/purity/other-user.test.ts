import { InstalledPackage } from '../../support/installed-package';
import { noteApp } from '../../support/note-app';
import { asNobody, letEveryoneRead } from '../../support/other-user';

const installed = new InstalledPackage({ forEveryone: true });
const nobody = asNobody([installed.file('lib/cli/main.js')]);
const isSkipped = typeof nobody === 'string';

(isSkipped ? test.skip : test)(
  `a program that the app starts runs as another user${isSkipped ? ` (left out: ${nobody})` : ''}`,
  async () => {
    const app = noteApp('require("child_process").execSync("id -u")');
    const folder = installed.project({ 'app.js': app });
    letEveryoneRead(folder);

    const { code, stderr } = await installed.synth(folder, ['verify']);

    expect(code).toBe(3);
    expect(stderr).toContain('error E_NOT_PURE  note: other bytes elsewhere, by the user\n');
    expect(stderr).toContain('; it comes from the program "id" at app.js:15:');
  },
);
