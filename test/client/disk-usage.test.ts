import { execFileSync } from 'node:child_process';
import { type Connection, connect } from '../../lib/client';
import { mkfile, scratch } from '../../lib/llb';
import { describeWith } from '../support/engine';
import { startTcpBuildkitd, type TcpBuildkitd } from '../support/tcp-buildkitd';

const AMD64 = { os: 'linux', architecture: 'amd64' };

/** Builds something that no other test builds; returns the name of its step. */
async function leaveRecord(connection: Connection): Promise<string> {
  const name = `record-${process.hrtime.bigint()}`;
  const definition = scratch()
    .file(mkfile('/x', 0o644, name), { customName: name })
    .marshal({ platform: AMD64 });
  await connection.build(
    { results: [{ platform: AMD64, definition }] },
    { onFiles: async () => {} },
  );
  return name;
}

describeWith(['buildkitd'], 'the cache of a buildkitd', ({ buildkitd }) => {
  let daemon: TcpBuildkitd;
  let connection: Connection;
  beforeAll(async () => {
    daemon = await startTcpBuildkitd({ name: 'prune' });
    connection = await connect(daemon.address);
    for await (const _ of connection.prune({ all: true }));
  });
  afterAll(async () => {
    connection?.close();
    await daemon?.stop();
  });
  const buildctl = (...args: string[]) =>
    execFileSync(buildkitd.buildctl, ['--addr', daemon.address, ...args], { encoding: 'utf8' });

  test('is told as buildctl tells it', async () => {
    await leaveRecord(connection);
    await leaveRecord(connection);

    const theirs = JSON.parse(buildctl('du', '--format', '{{json .}}')) as {
      [name: string]: unknown;
      createdAt: string;
      lastUsedAt: string | null;
    }[];
    const ours = await connection.diskUsage();

    expect(ours.length).toBeGreaterThanOrEqual(2);
    expect(
      ours.map(({ createdAt, isInUse, isMutable, isShared, lastUsedAt, type, ...rest }) => ({
        ...rest,
        ...{ inUse: isInUse, mutable: isMutable, recordType: type, shared: isShared },
        createdAt: new Date(createdAt).toISOString().slice(0, 19),
        lastUsedAt: lastUsedAt && new Date(lastUsedAt).toISOString().slice(0, 19),
      })),
    ).toEqual(
      theirs.map((record) => ({
        ...record,
        parents: record.parents ?? [],
        createdAt: expect.stringContaining(record.createdAt.slice(0, 17)),
        lastUsedAt:
          record.lastUsedAt === null
            ? undefined
            : expect.stringContaining(record.lastUsedAt.slice(0, 17)),
      })),
    );
  });

  test('is filtered by the daemon', async () => {
    const name = await leaveRecord(connection);

    const found = await connection.diskUsage({ filters: [`description=="${name}"`] });
    expect(found).toMatchObject([{ description: name, type: 'regular', isInUse: false }]);
    await expect(connection.diskUsage({ filters: ['=='] })).rejects.toMatchObject({
      code: 'E_DAEMON_PROTOCOL',
    });
  });

  test('loses what is pruned, record by record, and nothing else', async () => {
    const [gone, kept] = [await leaveRecord(connection), await leaveRecord(connection)];
    const before = await connection.diskUsage();

    const removed = [];
    for await (const record of connection.prune({ filters: [`description=="${gone}"`] })) {
      removed.push(record);
    }

    expect(removed).toMatchObject([{ description: gone }]);
    const left = await connection.diskUsage();
    expect(left.map(({ description }) => description)).toContain(kept);
    expect(left).toHaveLength(before.length - 1);
  });

  test('keeps what is newer, and what fits into the space that it may have', async () => {
    const name = await leaveRecord(connection);
    const isThere = async () =>
      (await connection.diskUsage()).some(({ description }) => description === name);

    for await (const _ of connection.prune({ keepDurationMs: 3_600_000 }));
    expect(await isThere()).toBe(true);
    for await (const _ of connection.prune({ maxUsedSpace: 1e12 }));
    expect(await isThere()).toBe(true);
    for await (const _ of connection.prune({ maxUsedSpace: 1 }));
    expect(await isThere()).toBe(false);
  });

  test('is empty after all of it is pruned, as buildctl sees it', async () => {
    await leaveRecord(connection);
    for await (const _ of connection.prune({ all: true }));

    expect(buildctl('du')).toMatch(/^Total:\s+0B$/m);
  });

  test('is kept by rules that buildctl tells as well', async () => {
    const [worker] = await connection.workers();
    const told = buildctl('debug', 'workers', '--verbose');

    expect(worker?.gcPolicy.length).toBeGreaterThan(1);
    expect(told.match(/GC Policy rule#\d+/g)).toHaveLength(worker?.gcPolicy.length ?? 0);
    expect(worker?.gcPolicy[0]).toMatchObject({
      all: false,
      filters: ['type==source.local', 'type==exec.cachemount', 'type==source.git.checkout'],
      keepDurationMs: 48 * 3_600_000,
    });
    expect(told).toMatch(/Keep duration:\s+48h0m0s/);
  });
});

describeWith(['engine'], 'the cache of the engine', ({ engine }) => {
  test('has what was built', async () => {
    const connection = await connect(engine.address);
    try {
      const name = await leaveRecord(connection);

      expect(await connection.diskUsage({ filters: [`description=="${name}"`] })).toMatchObject([
        { description: name, isInUse: false },
      ]);
      if (engine.buildx === undefined) return;
      const env = { ...process.env, DOCKER_HOST: engine.address };
      const told = execFileSync(engine.buildx, ['du', '--filter', `description=${name}`], {
        encoding: 'utf8',
        env,
      });
      const [record] = await connection.diskUsage({ filters: [`description=="${name}"`] });
      expect(told).toContain(record?.id ?? 'nothing');
    } finally {
      connection.close();
    }
  });
});
