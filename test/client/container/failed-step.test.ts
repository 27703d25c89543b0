import { connect, type FailedStep } from '../../../lib/client';
import { bindMount, mkfile, scratch, secretMount } from '../../../lib/llb';
import {
  ClientBuilds,
  describeOnBothDaemons,
  result,
  shellRoot,
} from '../../support/client-builds';
import { CollectedOutput } from '../../support/collected-output';

const builds = new ClientBuilds();
const { shell } = builds;

describeOnBothDaemons('a step that has failed', (address) => {
  async function build(
    script: string,
    onFailure: (step: FailedStep) => Promise<void>,
    more: object = {},
  ): Promise<unknown> {
    const connection = await connect(address());
    const input = scratch().file(mkfile('/file', 0o644, 'input'));
    const step = shellRoot().run({
      args: ['/bin/sh', '-c', `: ${Math.random()}; ${script}`],
      env: { A: 'b' },
      cwd: '/bin',
      mounts: [bindMount('/in', input), secretMount('/secret', { id: 'token' })],
    });
    const request = {
      results: [result(step.root)],
      locals: { shell },
      secrets: { token: Buffer.from('hidden') },
      ...more,
    };
    try {
      return await connection.build(request, { onFailure }).catch((error) => error);
    } finally {
      connection.close();
    }
  }

  async function runIn(step: FailedStep, script: string) {
    const container = await step.openContainer();
    const stdout = new CollectedOutput();
    const args = ['/bin/sh', '-c', script];
    const process = await container.start({ ...step.process, args, stdout });
    const code = await process.exit;
    await container.release();
    return { code, stdout: stdout.text };
  }

  test('is entered as it was left, with its mounts, secrets, variables and folder', async () => {
    let seen: unknown;
    let told: FailedStep | undefined;

    const error = await build('echo half > /half; echo more >> /in/file; exit 4', async (step) => {
      told = step;
      seen = await runIn(step, 'cat /half /in/file /secret; echo $A $PWD');
    });

    expect(seen).toEqual({ code: 0, stdout: 'half\ninputmore\nhiddenb /bin\n' });
    expect(told?.error).toMatchObject({ code: 'E_SOLVE', exitCode: 4 });
    expect(error).toMatchObject({ code: 'E_SOLVE', exitCode: 4 });
  });

  test('has what it wrote in its error', async () => {
    let tail: string | undefined;

    await build('echo the reason; exit 1', async ({ error }) => {
      tail = error.logTail;
    });

    expect(tail).toBe('the reason');
  });

  test('ends the build with what looking at it throws', async () => {
    const error = await build('exit 1', async () => {
      throw new Error('could not look');
    });

    expect(error).toMatchObject({ message: 'could not look' });
  });

  test('is none where no process failed', async () => {
    const onFailure = jest.fn();

    const error = await build('exit 0', onFailure, { secrets: {} });

    expect(error).toMatchObject({ code: 'E_SOLVE' });
    expect(onFailure).not.toHaveBeenCalled();
  });

  test('is not looked for in a build that is well', async () => {
    const onFailure = jest.fn();

    const response = await build('exit 0', onFailure);

    expect(response).toMatchObject({ exporterResponse: {} });
    expect(onFailure).not.toHaveBeenCalled();
  });
});
