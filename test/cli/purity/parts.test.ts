import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ASPECTS, VARIABLES_OF_ASPECTS } from '../../../lib/cli/purity/aspect';
import { changesText, shownChange } from '../../../lib/cli/purity/change-text';
import { hideValues } from '../../../lib/cli/purity/hide-values';
import {
  ALL_VARIABLES,
  type Observation,
  readObservations,
} from '../../../lib/cli/purity/observation';
import { Recorder } from '../../../lib/cli/purity/preload/recorder';
import {
  differenceError,
  failureError,
  reportDifference,
} from '../../../lib/cli/purity/purity-errors';
import { Sights } from '../../../lib/cli/purity/sights';
import { HERE, worldOf } from '../../../lib/cli/purity/world';
import { otherVariables, worldVariables } from '../../../lib/cli/purity/world-variables';
import { BuildError } from '../../../lib/errors';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('purity-parts');
const seen = (kind: Observation['kind'], what: string, line = 1): Observation => ({
  kind,
  what,
  source: { file: 'app.ts', line, column: 2 },
});

describe('values of the environment', () => {
  const name = fc.stringMatching(/^[A-Z]{2,6}(_(TOKEN|KEY|WORD))?$/);
  const value = fc.stringMatching(/^[a-z0-9]{6,12}$/);
  const env = fc.dictionary(name, value, { minKeys: 1, maxKeys: 4 });

  test('stand in no text that is shown, whatever is around them', () => {
    fc.assert(
      fc.property(env, fc.stringMatching(/^[ .:/"-]{0,5}$/), (variables, between) => {
        const text = `${between}${Object.values(variables).join(`${between} `)}${between}`;
        const hidden = hideValues(text, variables);

        expect(Object.values(variables).filter((one) => hidden.includes(one))).toEqual([]);
      }),
    );
  });

  test('are hidden on both sides of a change, of an error, and of its JSON', () => {
    fc.assert(
      fc.property(env, (variables) => {
        const [secret = ''] = Object.values(variables);
        const change = {
          of: 'exec',
          field: 'meta.args[0]',
          before: `a${secret}`,
          after: `${secret}b`,
        };
        const difference = { constructPath: 'x', platforms: [], changes: [change] };
        const cause = { says: 'the clock', isSecret: false, places: [] };
        const reports = [[cause], []].map((causes) =>
          reportDifference({ causes, difference }, variables),
        );
        const error = new BuildError('E_APP_FAILED', `failed with ${secret}`, {
          got: secret,
          log: secret,
        });
        const failure = failureError(
          { causes: [], difference: error },
          new Sights('/a', '/a'),
          variables,
        );

        const shown = JSON.stringify([
          reports,
          failure.message,
          failure.details,
          changesText([shownChange(change, false, variables)]),
        ]);
        expect(shown).not.toContain(secret);
      }),
    );
  });

  test('are not told at all where they are the cause', () => {
    const change = { of: 'config', field: 'config.Env[0]', before: 'x', after: 'y' };
    const cause = {
      says: 'the environment variable A',
      isSecret: true,
      places: [seen('environment', 'A', 7)],
    };
    const difference = { constructPath: 'app/x', platforms: ['linux/amd64'], changes: [change] };
    const report = reportDifference({ causes: [cause], difference }, {});

    expect(report.changes).toEqual([{ field: 'config config.Env[0]' }]);
    expect(differenceError(report, [cause], new Sights('/a/b', '/a'))).toMatchObject({
      code: 'E_NOT_PURE',
      message: 'app/x: other bytes elsewhere, by the environment variable A',
      details: {
        constructPath: 'app/x',
        got: 'config config.Env[0] (linux/amd64)',
        fix: 'write it into the app, or ask the lock for it; it comes from process.env.A at b/app.ts:7:2',
      },
    });
  });
});

describe('the variables of another world', () => {
  const facts = {
    env: {
      PATH: '/bin',
      TZ: 'UTC',
      LANG: 'en_US.UTF-8',
      CI: '1',
      HOME: '/root',
      USER: 'root',
      DEBUG: '',
    },
    observations: [seen('environment', 'CI'), seen('environment', 'MISSING'), seen('clock', 'CI2')],
    home: '/empty',
    needsHome: false,
  };

  test('are those of this one where nothing is otherwise', () => {
    expect(worldVariables(HERE, facts)).toEqual(facts.env);
  });

  test('keep what programs need, lose all else, and have what the app misses', () => {
    expect(worldVariables(worldOf(['environment']), facts)).toEqual({
      ...{ PATH: '/bin', TZ: 'UTC', LANG: 'en_US.UTF-8', HOME: '/root', USER: 'root' },
      ...{ CI: undefined, MISSING: 'elsewhere', ANOTHER_VARIABLE: 'elsewhere' },
    });
  });

  test.each(
    ASPECTS.filter(({ name }) => name !== 'environment').map(
      ({ name, variables }) => [name, variables] as const,
    ),
  )('that is otherwise in the aspect "%s" changes its variables alone', (aspect, variables) => {
    const there = worldVariables(worldOf([aspect]), facts);
    const env: Readonly<Record<string, string | undefined>> = facts.env;
    const changed = Object.keys(there).filter((name) => there[name] !== env[name]);

    expect(changed.filter((name) => !(variables as readonly string[]).includes(name))).toEqual([]);
    const expected = {
      zone: ['TZ'],
      locale: ['LANG', 'LC_ALL'],
      user: ['USER', 'LOGNAME', 'HOME'],
    };
    expect(changed.sort()).toEqual((expected[aspect as keyof typeof expected] ?? []).sort());
  });

  test('are another zone and another language even where this is the other one', () => {
    for (const env of [
      { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8' },
      { LC_ALL: 'tr_TR', LANG: 'C' },
      {},
    ]) {
      const there = worldVariables(worldOf(['zone', 'locale']), { ...facts, env });

      expect(there.TZ).not.toBe((env as { TZ?: string }).TZ);
      expect(there.LC_ALL?.slice(0, 2)).not.toBe(
        ((env as { LC_ALL?: string }).LC_ALL ?? env.LANG)?.slice(0, 2),
      );
    }
  });

  test('leave the home folder to a program that is found in it', () => {
    expect(worldVariables(worldOf(['user']), { ...facts, needsHome: true }).HOME).toBe('/root');
  });

  test('that are tried one by one are all that the app may read, but for what others decide', () => {
    const listed = otherVariables({
      env: facts.env,
      observations: [seen('environment', ALL_VARIABLES)],
    });

    expect(listed).toEqual({ CI: undefined, DEBUG: undefined });
    expect(Object.keys(listed).filter((name) => VARIABLES_OF_ASPECTS.includes(name))).toEqual([]);
    expect(otherVariables({ env: {}, observations: [] })).toEqual({});
  });
});

describe('what an app was seen to do', () => {
  test('is written down once for each line, and read again', () => {
    const file = join(folder, 'record');
    const recorder = new Recorder(file);
    const all = [
      seen('clock', 'Date.now()', 1),
      seen('clock', 'Date.now()', 2),
      seen('environment', 'Ü\n"', 1),
    ];
    for (const { kind, source, what } of [...all, ...all]) recorder.record(kind, what, source);
    recorder.record('clock', 'not of the app', undefined);

    expect(readObservations(file)).toEqual(all);
    expect(readObservations(join(folder, 'none'))).toEqual([]);
    mkdirSync(join(folder, 'dir'));
    expect(() => readObservations(join(folder, 'dir'))).toThrow(/EISDIR/);
    writeFileSync(file, 'no json\n');
    expect(() => readObservations(file)).toThrow(SyntaxError);
  });

  test('is told as the user, where they stand, would open it, each once', () => {
    const sights = new Sights('/work/app', '/work/other');

    expect(
      sights.list([
        seen('clock', 'new Date()', 3),
        seen('clock', 'new Date()', 3),
        seen('process', 'git', 4),
      ]),
    ).toBe('new Date() at ../app/app.ts:3:2 and the program "git" at ../app/app.ts:4:2');
    expect(sights.list([])).toBe('');
    const many = Array.from({ length: 6 }, (_, at) => seen('environment', `V${at}`, at + 1));
    expect(sights.list(many)).toMatch(
      /^process\.env\.V0 at .* and process\.env\.V3 at \S+ and 2 other places$/,
    );
    expect(sights.list([seen('environment', ALL_VARIABLES)])).toContain('all of process.env at');
  });

  test('is warned of where it is of a kind that may matter', () => {
    const sights = new Sights('/a', '/a');
    const kinds = [
      'chance',
      'clock',
      'environment',
      'file',
      'machine',
      'network',
      'process',
      'user',
    ] as const;
    const quiet = ['folder', 'locale', 'order', 'run', 'zone'] as const;
    const warnings = sights.warnings([...kinds, ...quiet, ...kinds].map((kind) => seen(kind, 'X')));

    expect(warnings).toHaveLength(kinds.length);
    for (const warning of warnings) {
      expect(warning).toMatch(/^the app .*X.* at app\.ts:1:2; no byte depends on it now$/);
    }
    expect(sights.warnings([seen('environment', ALL_VARIABLES)])).toEqual([
      'the app lists the environment at app.ts:1:2; no byte depends on it now',
    ]);
  });
});
