// Measured part of bench/llb.ts: builds and marshals graphs, and prints one JSON line.
import { cacheMount, copy, Definition, git, image, type State } from '../lib/llb';

const options = { platform: { os: 'linux', architecture: 'amd64' } };

// The same graph as in test/reference/bench: eleven ops, and the terminal op.
function graph(index: number): State {
  const source = git('https://git.example.org/project.git', {
    ref: index.toString(16).padStart(40, '0'),
  });
  let state = image(`registry.example.org/base/image:${index}`);
  for (let step = 0; step < 8; step++) {
    state = state.run({
      args: ['make', '-j', `step-${step}`],
      env: { STEP: String(step) },
      cwd: '/src',
      mounts: [cacheMount('/cache', { id: 'cache', sharing: 'locked' })],
    }).root;
  }
  return state.file(copy(source, '/', '/src', { createDestPath: true }));
}

function chain(length: number): State {
  let state = image('registry.example.org/base/image');
  for (let step = 1; step < length; step++) {
    state = state.run({ args: ['make', `step-${step}`], cwd: '/src' }).root;
  }
  return state;
}

interface Time {
  /** Of the clock: what a user waits for, and what other programs on the machine disturb. */
  readonly nsPerOp: number;
  /** Of all threads of this process, garbage collection included. */
  readonly cpuNsPerOp: number;
}

function best(rounds: number, ops: number, round: () => void): Time {
  let clock = Number.POSITIVE_INFINITY;
  let processor = Number.POSITIVE_INFINITY;
  for (let index = 0; index < rounds; index++) {
    const start = process.hrtime.bigint();
    const before = process.cpuUsage();
    round();
    const { user, system } = process.cpuUsage(before);
    clock = Math.min(clock, Number(process.hrtime.bigint() - start));
    processor = Math.min(processor, (user + system) * 1000);
  }
  return { nsPerOp: tenth(clock / ops), cpuNsPerOp: tenth(processor / ops) };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
const rssMiB = (): number => Math.round(process.memoryUsage().rss / 2 ** 20);

const figures: Readonly<Record<string, (count: number, rounds: number) => object>> = {
  graphs(count, rounds) {
    let head = '';
    const time = best(rounds, count * 11, () => {
      for (let index = 0; index < count; index++) {
        head = graph(index).marshal(options).head?.digest ?? '';
      }
    });
    return { ops: count * 11, ...time, head, rssMiB: rssMiB() };
  },
  chain(count, rounds) {
    let ops = 0;
    const time = best(rounds, count, () => {
      ops = chain(count).marshal(options).ops.length;
    });
    return { ops, ...time, rssMiB: rssMiB() };
  },
  shared(count, rounds) {
    const base = chain(1000);
    base.marshal(options);
    const time = best(rounds, count * 1001, () => {
      for (let index = 0; index < count; index++) {
        base.run({ args: ['image', String(index)] }).root.marshal(options);
      }
    });
    return { images: count, opsOfEach: 1001, ...time, rssMiB: rssMiB() };
  },
  bytes(count, rounds) {
    const definition = chain(count).marshal(options);
    let bytes = definition.toBytes();
    const write = best(rounds, count, () => {
      bytes = definition.toBytes();
    });
    const read = best(rounds, count, () => {
      Definition.fromBytes(bytes);
    });
    return { ops: count, write, read, bytes: bytes.length, rssMiB: rssMiB() };
  },
};

const [name = '', count = '1000', rounds = '7'] = process.argv.slice(2);
const figure = figures[name];
if (figure === undefined) throw new Error(`no figure ${name}`);
console.log(JSON.stringify(figure(Number(count), Number(rounds))));
