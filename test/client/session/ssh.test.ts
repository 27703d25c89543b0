import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copy, scratch, sshMount } from '../../../lib/llb';
import { ClientBuilds, result, shellRoot } from '../../support/client-builds';
import { describeWith } from '../../support/engine';
import { copyPrograms } from '../../support/shell-rootfs';
import { type SshAgent, startSshAgent } from '../../support/ssh-agent';

jest.setTimeout(60_000);

describeWith(['buildkitd', 'engine', 'ssh'], 'an ssh agent', ({ buildkitd, engine }) => {
  const builds = new ClientBuilds();
  const { shell } = builds;
  let agent: SshAgent;

  beforeAll(async () => {
    copyPrograms(['/usr/bin/ssh-add'], shell);
    agent = await startSshAgent(builds.folder);
  });
  afterAll(() => agent.stop());

  /** What a script says that has the agent. */
  async function run(
    script: string,
    ssh: Readonly<Record<string, string>>,
    { address = buildkitd.address, id }: { address?: string; id?: string } = {},
  ): Promise<string> {
    const output = builds.fresh('out');
    const step = shellRoot().run({
      args: ['/bin/sh', '-c', `(${script}) > /says 2>&1 || echo "exit $?" >> /says`],
      mounts: [sshMount(id === undefined ? {} : { id })],
      network: 'none',
      ignoreCache: true,
    });
    const says = scratch().file(copy(step.root, '/says', '/says'));
    await builds.build(address, {
      results: [result(says)],
      exporters: [{ type: 'local', attrs: {}, output }],
      locals: { shell },
      ssh,
    });
    return readFileSync(join(output, 'says'), 'utf8').trim();
  }

  test.each([
    ['buildkitd', buildkitd.address],
    ['Docker Engine', engine.address],
  ])('is seen by a step, by %s', async (_, address) => {
    expect(await run('/usr/bin/ssh-add -L', { default: agent.socket }, { address })).toBe(
      agent.publicKey,
    );
  });

  test('has a name', async () => {
    const ssh = { other: agent.socket };
    expect(await run('/usr/bin/ssh-add -L', ssh, { id: 'other' })).toBe(agent.publicKey);
    await expect(run('/usr/bin/ssh-add -L', ssh)).rejects.toMatchObject({
      code: 'E_SOLVE',
      message: expect.stringContaining('ssh agent "default" was not given'),
    });
  });

  test('keeps its keys, whatever a step asks', async () => {
    const said = await run('/usr/bin/ssh-add -D; /usr/bin/ssh-add -L', { default: agent.socket });

    expect(said).toContain('Failed to remove all identities');
    expect(said).toContain(agent.publicKey);
    expect(agent.keys()).toBe(agent.publicKey);
  });

  test('that has gone is a failure of the step', async () => {
    const gone = join(builds.folder, 'gone.sock');
    expect(await run('/usr/bin/ssh-add -L', { default: gone })).toContain('exit');
  });
});
