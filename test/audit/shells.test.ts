import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isShell } from '../../lib/audit/rules/contract';

test('the audit and the build take the same programs for shells and package managers', () => {
  const script = readFileSync(resolve(__dirname, '../../lib/rootfs/contract.pl'), 'utf8');
  const names = /\$shells = join '\|', qw\(([^)]+)\)/.exec(script)?.[1]?.trim().split(/\s+/) ?? [];
  const shell = (path: string) => isShell({ path, type: 'file' });

  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !shell(`/usr/bin/${name}`))).toEqual([]);
  expect(['/usr/bin/python3', '/usr/lib/sh', '/usr/bin/sh/x'].filter(shell)).toEqual([]);
});
