import { Capture, Match, Testing } from '../../../../constructs/testing';
import { helloApp } from '../../../support/hello-app';

const platform = () => Testing.synth(helloApp()).image('hello').platform('linux/arm64');

describe('a capture', () => {
  test('keeps the value at its place, of each type', () => {
    const [args, cwd, readonly, mount] = [
      new Capture(),
      new Capture(),
      new Capture(),
      new Capture(),
    ];

    platform().hasExec({ args, cwd, mounts: { '/run/buildkit-cdk': { readonly } } });
    platform().hasExec({ args: Match.arrayWith(['make']), mounts: { '/src': mount } });
    const mode = new Capture();
    platform().hasFile({ path: '/finish.pl', mode });

    expect(args.asArray()).toContain('/bin/busybox');
    expect(cwd.asString()).toBe('/');
    expect(readonly.asBoolean()).toBe(true);
    expect(mount.asObject()).toMatchObject({ type: 'bind' });
    expect(mode.asNumber()).toBe(0o444);
  });

  test('keeps nothing of what does not match as a whole', () => {
    const args = new Capture();

    expect(() => platform().hasExec({ args, network: 'host' })).toThrow(/has no exec/);

    expect(() => args.asArray()).toThrow('nothing was captured: no pattern has matched');
  });

  test('keeps a value of each match, one after the other', () => {
    const user = new Capture();

    platform().hasConfig({ User: user });
    Testing.synth(helloApp({ image: { user: '7:8' } }))
      .image('hello')
      .platform('linux/amd64')
      .hasConfig({ User: user });

    expect(user.asString()).toBe('65532:65532');
    expect(user.next()).toBe(true);
    expect(user.asString()).toBe('7:8');
    expect(user.next()).toBe(false);
    expect(user.asString()).toBe('7:8');
  });

  test('matches only what its pattern does, and never nothing', () => {
    const commands = platform();

    commands.hasExec({ args: Match.arrayWith([new Capture(Match.stringLikeRegexp('^CC='))]) });
    const absent = new Capture();
    expect(() => commands.hasExec({ user: absent })).toThrow(
      'user: expected a value to capture, got nothing',
    );
    expect(() => commands.hasConfig({ User: new Capture('root') })).toThrow(
      'looked for  { User: Capture("root") }',
    );
  });

  test('fails for a value of another type, and tells it', () => {
    const user = new Capture();
    platform().hasConfig({ User: user });

    expect(() => user.asNumber()).toThrow('captured "65532:65532", expected a number');
    expect(() => user.asArray()).toThrow('expected an array');
    expect(() => user.asObject()).toThrow('expected an object');
    expect(() => user.asBoolean()).toThrow('expected true or false');
  });
});
