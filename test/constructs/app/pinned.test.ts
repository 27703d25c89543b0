import * as fc from 'fast-check';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import { NETWORK_MODES, SECURITY_MODES } from '../../../lib/llb/wire/exec';
import type { Op } from '../../../lib/llb/wire/op';
import { appPlan, generatedApp } from '../../support/generated-app';
import { allOps } from '../../support/seen-graph';

/** What is wrong with the ops of an app, by what a rule says of each of its kind. */
function wrongOf(plans: Parameters<typeof generatedApp>[0], rule: (op: Op) => string | undefined) {
  const ops = allOps(generatedApp(plans).lower(new FakeAnswers()).content);
  expect(ops.length).toBeGreaterThan(0);
  return ops.flatMap((op) => rule(op) ?? []);
}

const holds = (rule: (op: Op) => string | undefined) =>
  fc.assert(
    fc.property(appPlan, (plans) => {
      expect(wrongOf(plans, rule)).toEqual([]);
    }),
    { numRuns: 60 },
  );

describe('in every app', () => {
  test('nothing is fetched that is not pinned', () => {
    holds(({ body }) => {
      if (body?.kind !== 'source') return undefined;
      const { attrs, identifier } = body;
      const [scheme] = identifier.split('://');
      const isPinned =
        scheme === 'git'
          ? /^git:\/\/[^#]+#[0-9a-f]{40}(:|$)/.test(identifier)
          : scheme === 'https'
            ? /^sha256:[0-9a-f]{64}$/.test(attrs['http.checksum'] ?? '')
            : scheme === 'local' && /^local:\/\/unpacker-[a-z0-9]+-[0-9a-f]{12}$/.test(identifier);
      return isPinned ? undefined : identifier;
    });
  });

  test('no process has a network, or may do more than others', () => {
    holds(({ body }) => {
      if (body?.kind !== 'exec') return undefined;
      const { meta, network, security } = body;
      const isShut = network === NETWORK_MODES.none && security === SECURITY_MODES.sandbox;
      return isShut ? undefined : meta?.args.join(' ');
    });
  });

  test('every process runs on the build platform, in a place of its own', () => {
    holds(({ body, platform }) => {
      if (body?.kind !== 'exec') return undefined;
      const isBuild = platform?.os === 'linux' && platform.architecture === 'amd64';
      const paths = body.mounts.map(({ dest }) => dest);
      const isApart = new Set(paths).size === paths.length;
      return isBuild && isApart ? undefined : paths.join(' ');
    });
  });

  test('nothing that is mounted for reading is written, and .debs are mounted for reading', () => {
    holds(({ body }) => {
      if (body?.kind !== 'exec') return undefined;
      const wrong = body.mounts.filter(
        ({ dest, output, readonly }) =>
          (readonly && output >= 0) || (/^\/(debs|run\/buildkit-cdk)\b/.test(dest) && !readonly),
      );
      return wrong.length === 0 ? undefined : wrong.map(({ dest }) => dest).join(' ');
    });
  });

  test('every file that an app makes has an owner, and none the date of the build', () => {
    holds(({ body }) => {
      if (body?.kind !== 'file') return undefined;
      const undated = body.actions.filter(
        ({ action }) =>
          (action?.kind === 'mkdir' && action.timestamp < 0n) ||
          (action?.kind === 'mkfile' && /^\/etc\//.test(action.path) && action.timestamp < 0n),
      );
      return undated.length === 0 ? undefined : JSON.stringify(undated.map(String));
    });
  });
});
