import type { ImageAudit } from '../../audit';
import { formatBytes } from '../terminal/units';
import { brokenRules, facts, HARDENING_COLUMNS, hardeningCells, summaryCells } from './report';

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1c2128; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; } h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .25rem .8rem .25rem 0; vertical-align: top; border-bottom: 1px solid #d8dee4; }
th { font-weight: 600; } td.number, th.number { text-align: right; } code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.broken { color: #b42318; font-weight: 600; } .kept { color: #1a7f37; } summary { cursor: pointer; margin: .6rem 0; }
@media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117; } th, td { border-color: #30363d; } .broken { color: #ff7b72; } .kept { color: #56d364; } }
`;

/** The audits as a page of its own: no script, nothing that is loaded. */
export function auditPage(audits: readonly ImageAudit[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Audit of images</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Audit of images</h1>
${table(
  ['Image', 'Platform', 'Size', 'Packages', 'Programs', 'Waivers', 'Rules'],
  audits.map((audit) => {
    const [image = '', ...cells] = summaryCells(audit).map(html);
    return [`<a href="#${anchor(audit)}">${image}</a>`, ...cells, verdict(audit)];
  }),
)}
${audits.map(section).join('\n')}
</body>
</html>
`;
}

function section(audit: ImageAudit): string {
  const { findings, layers, packages, programs } = audit;
  return `<h2 id="${anchor(audit)}">${html(audit.image)} ${html(audit.platform)}</h2>
<p><code>${html(audit.digest)}</code></p>
${table(
  ['', ''],
  facts(audit).map(([label, text]) => [html(label), html(text)]),
)}
${list(
  'Findings',
  ['Rule', 'What', 'Waiver'],
  findings.map(({ rule, says, subject, waiver }) => [
    html(rule),
    `<code>${html(subject)}</code> ${html(says)}`,
    waiver === undefined ? '<span class="broken">broken</span>' : html(waiver),
  ]),
  true,
)}
${list(
  'Layers',
  ['Compressed', 'Unpacked', 'Made by'],
  layers.map((layer) => [
    formatBytes(layer.compressedSize),
    formatBytes(layer.size),
    html(layer.says),
  ]),
)}
${list(
  'Packages',
  ['Package', 'Version', 'Size', 'Licences'],
  packages.map((one) => [
    html(one.name),
    html(one.version),
    formatBytes(one.size),
    html(one.licences.join(', ')),
  ]),
)}
${list(
  'Programs and libraries',
  ['Path', ...HARDENING_COLUMNS.map((title) => title.toLowerCase()), 'Missing'],
  programs.map((program) => [
    `<code>${html(program.path)}</code>`,
    ...hardeningCells(program),
    html(program.missing.join(', ')),
  ]),
)}`;
}

function verdict(audit: ImageAudit): string {
  const broken = brokenRules(audit).length;
  return broken === 0
    ? '<span class="kept">kept</span>'
    : `<span class="broken">${broken} broken</span>`;
}

function anchor({ image, platform }: ImageAudit): string {
  return html(`${image}-${platform.replaceAll('/', '-')}`);
}

function list(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  isOpen = false,
): string {
  if (rows.length === 0) return '';
  return `<details${isOpen ? ' open' : ''}><summary>${title}: ${rows.length}</summary>
${table(columns, rows)}
</details>`;
}

/** Cells are HTML. */
function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.some((title) => title !== '')
    ? `<tr>${columns.map((title) => `<th>${html(title)}</th>`).join('')}</tr>\n`
    : '';
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return `<table>\n${head}${body.join('\n')}\n</table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function html(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}
