import { relative, resolve } from 'node:path';
import type { TreeNode } from '../../assembly/manifest';
import {
  BuildError,
  type BuildErrors,
  ERROR_CODES,
  errorCodeEntry,
  type SourceLocation,
} from '../../errors';
import { cleanLine, redactCredentials } from '../terminal/clean-text';
import { displayWidth } from '../terminal/display-width';
import { createPaint, type Paint } from '../terminal/style';
import { widestWord, wrapText } from '../terminal/wrap';
import { sourceExcerpt } from './excerpt';

/** How errors are shown. */
export interface ErrorStyle {
  /** Columns; undefined where nothing wraps, e.g. in a file. */
  readonly width: number | undefined;
  readonly color: boolean;
  /** Show stack traces and causes. */
  readonly debug: boolean;
  /** Absolute path of the folder that source files are relative to. */
  readonly folder: string;
  /** Folder that they are named from: where the user stands. @default - `folder` */
  readonly cwd?: string | undefined;
  /** Constructs of the app, to show their types. */
  readonly tree?: TreeNode | undefined;
}

/** More errors than these are counted, not shown, unless `--debug` is given. */
const MAX_SHOWN = 20;

/** Width of `expected  `, the longest label with its gap. */
const LABEL_WIDTH = 10;

/** Narrower than this, a label stands on a line of its own. */
const MIN_TEXT_WIDTH = 24;

/** Any thrown value as text for people, ending in a newline. */
export function renderError(error: unknown, style: ErrorStyle): string {
  const errors = flatten(error);
  const shown = style.debug ? errors : errors.slice(0, MAX_SHOWN);
  const blocks = shown.map((one, index) => renderOne(one, shown[index + 1], style).join('\n'));
  const paint = createPaint(style.color);
  const hidden = errors.length - shown.length;
  if (hidden > 0) blocks.push(paint('faint', `and ${hidden} more; --debug shows all`));
  if (errors.length > 1) blocks.push(paint('error', `${errors.length} errors`));
  return redactCredentials(`${blocks.join('\n\n')}\n`);
}

function flatten(error: unknown): unknown[] {
  if (!BuildError.is(error)) return [error];
  // Not instanceof: the errors may come from another copy of this package.
  return 'errors' in error && Array.isArray(error.errors)
    ? (error as BuildErrors).errors.flatMap(flatten)
    : [error];
}

/** What mends an error, and where more is told of it. */
function wayOut({ code, details }: BuildError) {
  const known = errorCodeEntry(code);
  const more = known === undefined ? undefined : `synth explain ${code}`;
  return { fix: details.fix ?? known?.remedy, more };
}

/** @param next the error below: what mends both is told there */
function renderOne(error: unknown, next: unknown, style: ErrorStyle): string[] {
  const paint = createPaint(style.color);
  if (!BuildError.is(error)) return renderUnexpected(error, style, paint);
  const { code, message, details } = error;
  const { constructPath, source, log } = details;
  const { fix, more } = wayOut(error);
  const below = BuildError.is(next) ? wayOut(next) : undefined;
  const isFixBelow = fix === below?.fix;
  const isAboutCode = log !== undefined || code === 'E_APP_FAILED';
  return [
    ...heading(code, message, style, paint),
    ...(constructPath === undefined
      ? source === undefined
        ? []
        : [`  at ${paint('accent', placeText(source, style))}`]
      : pathTree(constructPath, source, style, paint)),
    ...(isAboutCode && source !== undefined ? excerpt(source, style, paint) : []),
    ...(log === undefined ? [] : logTail(log, style, paint)),
    ...row('got', details.got, style, paint),
    ...row('expected', details.expected, style, paint),
    ...(isFixBelow ? [] : row('fix', fix, style, paint)),
    ...(isFixBelow && more === below?.more ? [] : row('more', more, style, paint)),
    ...(style.debug ? stackOf(error, paint) : []),
  ];
}

function renderUnexpected(error: unknown, style: ErrorStyle, paint: Paint): string[] {
  const message = error instanceof Error ? error.message : String(error);
  // The system's own errors (no space left, permission denied) are no bug of this program.
  const isSystem = error instanceof Error && 'syscall' in error;
  const code = isSystem ? 'E_SYSTEM' : 'E_INTERNAL';
  return [
    ...heading(code, message, style, paint),
    ...(isSystem ? [] : row('fix', ERROR_CODES.E_INTERNAL.remedy, style, paint)),
    ...row('more', `synth explain ${code}`, style, paint),
    ...(style.debug ? stackOf(error, paint) : []),
  ];
}

function heading(code: string, message: string, style: ErrorStyle, paint: Paint): string[] {
  const label = `error ${code}`;
  const [first = '', ...rest] = wrapText(`${label}  ${message}`, (style.width ?? Infinity) - 2);
  const head = first.startsWith(label)
    ? paint('error', label) + paint('strong', first.slice(label.length))
    : paint('error', first);
  return [head, ...rest.map((line) => `  ${paint('strong', line)}`)];
}

/** The construct path as a tree, the user's line beside the last construct. */
function pathTree(
  path: string,
  source: SourceLocation | undefined,
  style: ErrorStyle,
  paint: Paint,
): string[] {
  let node = style.tree;
  const lines = [`  ${node?.type ?? 'App'}`];
  path.split('/').forEach((id, depth) => {
    node = node?.children.find((child) => child.id === id);
    const type = node === undefined ? '' : paint('faint', ` (${node.type})`);
    lines.push(`  ${'   '.repeat(depth)}└─ ${id}${type}`);
  });
  if (source === undefined) return lines;
  const text = placeText(source, style);
  const place = paint('accent', text);
  const last = lines.at(-1) ?? '';
  const room = (style.width ?? Infinity) - displayWidth(cleanLine(last, { keepColor: false }));
  return room > text.length + 4
    ? [...lines.slice(0, -1), `${last}    ${place}`]
    : [...lines, `  at ${place}`];
}

/** The place as the user, where they stand, would open it. */
function placeText(source: SourceLocation, { cwd, folder }: ErrorStyle): string {
  const file = cwd === undefined ? source.file : relative(cwd, resolve(folder, source.file));
  return formatSource({ ...source, file });
}

/** `images/api.ts:14:5` */
export function formatSource({ file, line, column }: SourceLocation): string {
  return `${file}:${line}:${column}`;
}

function excerpt(source: SourceLocation, style: ErrorStyle, paint: Paint): string[] {
  return sourceExcerpt(style.folder, source).map((line) =>
    line.startsWith('>>>') ? `  ${paint('strong', line)}` : `  ${paint('faint', line)}`,
  );
}

function logTail(log: string, { color }: ErrorStyle, paint: Paint): string[] {
  const lines = log.replace(/\n+$/, '').split('\n');
  return [
    `  ${paint('faint', 'output')}`,
    ...lines.map((line) => `    ${cleanLine(line, { keepColor: color })}`.trimEnd()),
  ];
}

function row(label: string, text: string | undefined, style: ErrorStyle, paint: Paint): string[] {
  if (text === undefined || text === '') return [];
  const indent = ' '.repeat(LABEL_WIDTH + 2);
  const width = style.width ?? Infinity;
  const room = width - indent.length;
  const longest = widestWord(text);
  if (room < MIN_TEXT_WIDTH || (longest > room && longest <= width - 4)) {
    return [`  ${paint('faint', label)}`, ...wrapIndented(text, '    ', style)];
  }
  const [first = '', ...rest] = wrapText(text, room);
  return [
    `  ${paint('faint', label.padEnd(LABEL_WIDTH))}${first}`,
    ...rest.map((line) => indent + line),
  ];
}

function wrapIndented(text: string, indent: string, { width }: ErrorStyle): string[] {
  return wrapText(text, (width ?? Infinity) - indent.length).map((line) => indent + line);
}

function stackOf(error: unknown, paint: Paint): string[] {
  const lines: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    lines.push(
      ...(cause.stack ?? String(cause)).split('\n').map((line) => `  ${paint('faint', line)}`),
    );
  }
  return lines;
}
