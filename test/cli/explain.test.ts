import { ERROR_CODES } from '../../lib/errors';
import { InstalledPackage } from '../support/installed-package';

const installed = new InstalledPackage();
// No app: none is needed.
const folder = installed.project({});
const explain = (...args: string[]) => installed.synth(folder, ['explain', ...args]);

describe('synth explain', () => {
  test('tells what a code means, and what mends it', async () => {
    expect(await explain('E_LOCK_MISSING')).toEqual({
      code: 0,
      stderr: '',
      stdout: `E_LOCK_MISSING
  the lock has no entry for something that the app asks for
  fix  run "synth lock" and commit synth.lock.json
`,
    });
  });

  test.each(['e_lock_missing', 'LOCK_MISSING', 'lock-missing'])('reads %s, too', async (word) => {
    expect((await explain(word)).stdout).toMatch(/^E_LOCK_MISSING\n/);
  });

  test('lists every code with its meaning', async () => {
    const { code, stdout } = await explain();
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.trim().split(/ {2,}/)),
    ).toEqual(Object.entries(ERROR_CODES).map(([name, { meaning }]) => [name, meaning]));
  });

  test('gives the same as JSON', async () => {
    const entries = Object.entries(ERROR_CODES).map(([code, entry]) => ({ code, ...entry }));
    expect(JSON.parse((await explain('--json')).stdout)).toEqual(entries);
    expect(JSON.parse((await explain('E_LLB_OPTION', '--json')).stdout)).toEqual(entries[0]);
  });

  test.each([
    [['E_LOCK_MISING'], 'did you mean "synth explain E_LOCK_MISSING"?'],
    [['xyzzy'], 'see "synth explain", which lists all codes'],
    [['E_SOLVE', 'E_EXPORT'], 'takes one error code'],
  ])('refuses %j with exit code 2', async (args, hint) => {
    const { code, stdout, stderr } = await explain(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error E_USAGE {2}/);
    expect(stderr).toContain(hint);
  });

  test('is what an error says of itself', async () => {
    const { stderr } = await installed.synth(folder, []);
    const [, ...command] = /^ {2}more {6}synth (.*) (.*)$/m.exec(stderr) ?? [];
    const { code, stdout } = await installed.synth(folder, command);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^E_APP_NOT_FOUND\n/),
    });
  });
});
