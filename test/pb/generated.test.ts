import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InfoResponse, StatusResponse, WorkerRecord } from '../../lib/pb/generated/client';
import { temporaryFolder } from '../support/temporary-folder';

const root = join(__dirname, '../..');
const folder = temporaryFolder('pb');

test('the committed code is what scripts/generate-pb makes of the .proto files', () => {
  execFileSync(process.execPath, [join(root, 'scripts/generate-pb'), folder], { stdio: 'ignore' });

  for (const name of readdirSync(folder)) {
    const committed = readFileSync(join(root, 'lib/pb/generated', name), 'utf8');
    expect({ name, same: readFileSync(join(folder, name), 'utf8') === committed }).toEqual({
      name,
      same: true,
    });
  }
}, 30_000);

test('64-bit fields are numbers, negative and large ones, too', () => {
  const current = Number.MAX_SAFE_INTEGER;
  const timestamp = { seconds: -5, nanos: 1 };
  const bytes = StatusResponse.encode({ statuses: [{ current, total: 0, timestamp }] }).finish();

  const [status] = StatusResponse.decode(bytes).statuses;

  expect(status?.current).toBe(Number.MAX_SAFE_INTEGER);
  expect(status?.timestamp).toEqual({ seconds: -5, nanos: 1 });
  expect(StatusResponse.decode(new Uint8Array()).statuses).toEqual([]);
});

test('fields of a newer daemon are skipped', () => {
  const known = InfoResponse.encode({ buildkitVersion: { version: 'v9.0.0' } }).finish();
  const unknown = Buffer.from([0x92, 0x03, 0x02, 0xff, 0xff, 0x98, 0x03, 0x01]); // fields 50, 51

  const { buildkitVersion } = InfoResponse.decode(Buffer.concat([unknown, known, unknown]));

  expect(buildkitVersion?.version).toBe('v9.0.0');
});

test.each([
  ['a length beyond the end', [0x0a, 0x05, 0x61]],
  ['a number without end', [0x08, ...Array(11).fill(0xff)]],
  ['a wire type that does not exist', [0x0f]],
  ['maps cut off', [0x12, 0x03, 0x0a, 0x01]],
])('rejects %s', (_, bytes) => {
  expect(() => WorkerRecord.decode(Uint8Array.from(bytes))).toThrow();
});
