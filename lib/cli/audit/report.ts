import type { AuditedProgram, Finding, ImageAudit } from '../../audit';
import { plainLine } from '../terminal/clean-text';
import { labelledRows } from '../terminal/labelled-rows';
import { renderTable } from '../terminal/table';
import { formatBytes } from '../terminal/units';

/** Findings that no waiver explains. */
export function brokenRules({ findings }: ImageAudit): readonly Finding[] {
  return findings.filter(({ waiver }) => waiver === undefined);
}

/** An image in one row: name, platform, size, and how many packages, programs and waivers it has. */
export function summaryCells(audit: ImageAudit): string[] {
  const { image, layers, packages, platform, programs, waivers } = audit;
  const size = layers.reduce((sum, layer) => sum + layer.compressedSize, 0);
  return [
    image,
    platform,
    formatBytes(size),
    String(packages.length),
    String(programs.filter(({ isProgram }) => isProgram).length),
    waivers === undefined ? '-' : String(Object.keys(waivers).length),
  ];
}

/** Words for what an image tells an engine, and for who is in it. */
export function facts(audit: ImageAudit): (readonly [label: string, text: string])[] {
  const { accounts, config, waivers } = audit;
  const variables = (config.Env ?? []).map((entry) => entry.split('=')[0] ?? '');
  const rows: (readonly [string, string])[] = [
    ['contract', waivers === undefined ? 'none: it is no runtime' : contractText(waivers)],
    ['user', config.User ?? 'root'],
    ['command', [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])].join(' ')],
    ['healthcheck', (config.Healthcheck?.Test ?? []).slice(1).join(' ')],
    ['tests', testsText(audit)],
    ['ports', Object.keys(config.ExposedPorts ?? {}).join(', ')],
    ['volumes', Object.keys(config.Volumes ?? {}).join(', ')],
    ['variables', variables.join(', ')],
    ['accounts', accountsText(accounts)],
  ];
  return rows.filter(([, text]) => text !== '');
}

function testsText({ tests }: ImageAudit): string {
  if (tests === undefined) return '';
  return tests.length === 0 ? 'none: those of the image are for other platforms' : tests.join(', ');
}

/** Numbers below are the same in every Debian. @see base-passwd */
const FIRST_OF_PACKAGES = 100;

function accountsText(accounts: ImageAudit['accounts']): string {
  const named = accounts.filter(({ uid }) => uid >= FIRST_OF_PACKAGES);
  const rest = accounts.length - named.length;
  return [
    ...named.map(({ name, uid }) => `${name} ${uid}`),
    ...(rest === 0 ? [] : [`${rest} of the system`]),
  ].join(', ');
}

const LARGEST = 5;

/** What fills an image, in short: the page and JSON have all of it. */
function weights({ layers, packages }: ImageAudit): (readonly [label: string, text: string])[] {
  const bySize = [...packages].sort((a, b) => b.size - a.size);
  const largest = bySize.slice(0, LARGEST).map(({ name, size }) => `${name} ${formatBytes(size)}`);
  const total = packages.reduce((sum, { size }) => sum + size, 0);
  const licences = new Set(packages.flatMap((one) => one.licences));
  const rest = packages.length > LARGEST ? ', …' : '';
  return [
    ['layers', layers.map((layer) => formatBytes(layer.compressedSize)).join(', ')] as const,
    ...(packages.length === 0
      ? []
      : ([
          ['packages', `${packages.length}, ${formatBytes(total)}: ${largest.join(', ')}${rest}`],
          ['licences', `${licences.size} names`],
        ] as const)),
  ];
}

function contractText(waivers: Readonly<Record<string, string>>): string {
  const told = Object.entries(waivers).map(([name, reason]) => `${name} (${reason})`);
  return told.length === 0 ? 'kept, without a waiver' : `waivers: ${told.join('; ')}`;
}

/** Columns of a program's hardening: titles, and the cells of a program. */
export const HARDENING_COLUMNS = ['LINK', 'PIE', 'RELRO', 'NX', 'STACK', 'FORTIFY'] as const;

/** The cells of a program under {@link HARDENING_COLUMNS}; `-` where the file does not tell. */
export function hardeningCells(program: AuditedProgram): string[] {
  const word = (value: boolean | undefined) => (value === undefined ? '-' : value ? 'yes' : 'no');
  return [
    program.isStatic ? 'static' : program.isProgram ? 'dynamic' : 'library',
    word(program.pie),
    program.relro,
    word(program.nx),
    word(program.stackProtector),
    word(program.fortified),
  ];
}

/**
 * The audits as text: a summary, and for each image and platform what it is. Programs of packages are
 * counted; JSON and the page list them.
 */
export function renderAudits(audits: readonly ImageAudit[], width = 80): string {
  const summary = renderTable(
    [
      { title: 'IMAGE' },
      { title: 'PLATFORM' },
      { title: 'SIZE', align: 'right' },
      { title: 'PACKAGES', align: 'right' },
      { title: 'PROGRAMS', align: 'right' },
      { title: 'WAIVERS', align: 'right' },
      { title: 'BROKEN', align: 'right' },
    ],
    audits.map((audit) => [...summaryCells(audit), String(brokenRules(audit).length)]),
    width,
  );
  return [summary, ...audits.map((audit) => renderAudit(audit, width))].join('\n');
}

function renderAudit(audit: ImageAudit, width: number): string {
  const own = audit.programs.filter(({ isPackaged }) => !isPackaged);
  const programs = renderTable(
    [{ title: '  PROGRAM' }, ...HARDENING_COLUMNS.map((title) => ({ title }))],
    own.map((program) => [`  ${plainLine(program.path)}`, ...hardeningCells(program)]),
    width,
  );
  const broken = brokenRules(audit).map(
    ({ rule, says, subject }) => [rule, `${subject} ${says}`] as const,
  );
  const rows = (entries: readonly (readonly [string, string])[], labelWidth: number) =>
    labelledRows(
      entries.map(([label, text]) => [plainLine(label), plainLine(text)] as const),
      labelWidth,
      width,
    ).map((line) => `${line}\n`);
  return [
    `${audit.image} ${audit.platform} ${audit.digest}\n`,
    ...rows([...facts(audit), ...weights(audit)], 13),
    ...(programs === '' ? [] : ['\n', programs]),
    ...(broken.length === 0 ? [] : ['\n  broken:\n']),
    ...rows(broken, 17),
  ].join('');
}
