import { sessionNeeds } from '../../../lib/build/plan/session-needs';
import { Definition, git, image, secretMount, sshMount } from '../../../lib/llb';
import { StoredDefinition } from '../../../lib/llb/definition/stored';

const AMD64 = { os: 'linux', architecture: 'amd64' };

/** What a graph needs, once it was written and read. */
function needsOf(state: ReturnType<typeof image>): string[] {
  const definition = Definition.fromBytes(state.marshal({ platform: AMD64 }).toBytes());
  return sessionNeeds(definition).map(({ digest, id, kind }) => {
    expect(definition.op(digest)).toBeDefined();
    return `${kind} ${id}`;
  });
}

test('what is not optional is needed: files, variables, agents', () => {
  const { root } = image('base').run({
    args: ['/step'],
    mounts: [
      secretMount('/a', { id: 'file' }),
      secretMount('/b', { id: 'other', optional: true }),
      sshMount(),
      sshMount({ id: 'named' }),
      sshMount({ id: 'absent', optional: true }),
    ],
    secretEnv: [{ name: 'A', id: 'variable' }, { name: 'B' }, { name: 'C', optional: true }],
  });
  const needs = ['secret file', 'ssh default', 'ssh named', 'secret variable', 'secret B'];
  expect(needsOf(root)).toEqual(needs);
});

test('git needs its agent by ssh, and no token by https, which it can do without', () => {
  const knownSshHosts = 'git.example.org ssh-ed25519 AAAA';
  expect(needsOf(git('ssh://git@git.example.org/x.git', { knownSshHosts }))).toEqual([
    'ssh default',
  ]);
  expect(needsOf(git('https://git.example.org/x.git'))).toEqual([]);
  expect(needsOf(image('base').run({ args: ['/step'] }).root)).toEqual([]);
});

test('of a stored graph that needs nothing are told without decoding it', () => {
  const damaged = Buffer.concat([
    image('base').marshal({ platform: AMD64 }).toBytes(),
    // metadata whose digest is cut
    Buffer.from([0x12, 2, 0x0a, 9]),
  ]);

  expect(() => new StoredDefinition(damaged, ['exec.mount.ssh']).metadata).toThrow();
  expect(() => sessionNeeds(new StoredDefinition(damaged, ['exec.mount.ssh']))).toThrow();
  expect(sessionNeeds(new StoredDefinition(damaged, ['exec.meta.base']))).toEqual([]);
});
