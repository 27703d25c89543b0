import type { AuditedProgram } from '../image-audit';
import { findings, type Rule } from './rule';

/** What programs can be required to have. */
export type HardeningName =
  | 'pie'
  | 'relro'
  | 'now'
  | 'nx'
  | 'stack-protector'
  | 'fortify'
  | 'no-runpath';

/** What a program lacks: the rest of a sentence. A file that does not tell lacks nothing. */
const LACKS: Readonly<Record<HardeningName, (program: AuditedProgram) => string | undefined>> = {
  pie: ({ pie }) => (pie ? undefined : 'is loaded at a fixed address (no PIE)'),
  relro: ({ relro }) => (relro === 'none' ? 'has writable relocations (no RELRO)' : undefined),
  now: ({ relro }) => (relro === 'full' ? undefined : 'binds symbols late (no BIND_NOW)'),
  nx: ({ nx }) => (nx ? undefined : 'has an executable stack'),
  'stack-protector': ({ stackProtector }) =>
    stackProtector === false ? 'does not look after its stack (no stack protector)' : undefined,
  fortify: ({ fortified }) =>
    fortified === false ? 'does not check lengths (no FORTIFY_SOURCE)' : undefined,
  'no-runpath': ({ runpath }) =>
    runpath.length > 0 ? `looks for libraries in ${runpath.join(':')}` : undefined,
};

/** All that can be required. */
export const HARDENINGS = Object.keys(LACKS) as HardeningName[];

/** Requires hardenings of the programs and libraries that no package brought. */
export function requireHardening(names: readonly HardeningName[]): Rule {
  return ({ programs }) =>
    names.flatMap((name) => {
      const lack = LACKS[name];
      const found = programs.filter((one) => !one.isPackaged && lack(one) !== undefined);
      return findings(name, found, (program) => [program.path, lack(program) ?? '']);
    });
}
