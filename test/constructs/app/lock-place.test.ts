import { lockPlace } from '../../../constructs/app/lock-place';

const { argv } = process;
const { SYNTH_LOCK } = process.env;

afterEach(() => {
  process.argv = argv;
  if (SYNTH_LOCK === undefined) delete process.env.SYNTH_LOCK;
  else process.env.SYNTH_LOCK = SYNTH_LOCK;
});

describe('the lock', () => {
  test.each([
    [['node', '/repository/images/app.ts'], '/repository/images/synth.lock.json'],
    [['node', 'images/app.ts', '/elsewhere/x.ts'], 'images/synth.lock.json'],
    [['node', 'app.ts'], 'synth.lock.json'],
    [['node'], 'synth.lock.json'],
  ])('of %j is %s', (given, place) => {
    delete process.env.SYNTH_LOCK;
    process.argv = given;

    expect(lockPlace()).toBe(place);
  });

  test('is the one that the command line names, whatever the app is', () => {
    process.env.SYNTH_LOCK = '/locks/one.json';
    process.argv = ['node', '/repository/images/app.ts'];

    expect(lockPlace()).toBe('/locks/one.json');
  });
});
