import type { ImageFile } from '../image-file';
import { findings, type Rule } from './rule';

const SHELLS = new Set([
  ...[
    'ash',
    'bash',
    'busybox',
    'csh',
    'dash',
    'fish',
    'ksh',
    'mksh',
    'pwsh',
    'rbash',
    'sh',
    'tcsh',
  ],
  ...['zsh', 'apk', 'apt', 'apt-get', 'aptitude', 'dnf', 'dpkg', 'microdnf', 'opkg', 'pacman'],
  ...['rpm', 'tdnf', 'yum', 'zypper', 'doas', 'sudo'],
]);

const octal = ({ mode }: ImageFile) => mode.toString(8).padStart(4, '0');

/**
 * The contract of a runtime, by what its files and its config are. The build holds an image to the same
 * (`lib/rootfs/contract.pl`); this reads what came of it.
 */
export const CONTRACT: readonly Rule[] = [
  ({ config: { User = '' } }) =>
    findings('root', /^(?:0*|root)(?::|$)/.test(User) ? [User] : [], () => [
      'the process',
      'runs as root',
    ]),
  ({ config: { Healthcheck } }) =>
    findings('healthcheck', Healthcheck === undefined ? [0] : [], () => [
      'the image',
      'has no healthcheck',
    ]),
  ({ config: { Volumes = {} } }) =>
    findings('writable', Object.keys(Volumes), (path) => [path, 'is written by the process']),
  (_, files) =>
    findings('shell', files.filter(isShell), ({ path }) => [
      path,
      'is a shell or a package manager',
    ]),
  (_, files) =>
    findings(
      'setUserId',
      files.filter(({ mode, type }) => type === 'file' && (mode & 0o6000) !== 0),
      (file) => [file.path, `has a set-user-ID or set-group-ID bit, ${octal(file)}`],
    ),
  (_, files) =>
    findings(
      'capabilities',
      files.filter((file) => file.hasCapabilities),
      ({ path }) => [path, 'has file capabilities'],
    ),
  (_, files) =>
    findings('worldWritable', files.filter(isWorldWritable), (file) => [
      file.path,
      `is writable by everybody, ${octal(file)}`,
    ]),
  (_, files) =>
    findings(
      'devices',
      files.filter(({ type }) => /device$/.test(type)),
      ({ path }) => [path, 'is a device'],
    ),
  ({ steps }) =>
    steps.map(({ rule, step, waiver }) => ({
      rule,
      subject: step,
      says: rule === 'network' ? 'has a network' : `compiles without ${rule}`,
      waiver,
    })),
  ({ programs }) =>
    findings(
      'programs',
      // A plug-in of a package may need what its package merely recommends.
      programs.filter(({ isPackaged, missing }) => missing.length > 0 && !isPackaged),
      ({ missing, path }) => [path, `needs ${missing.join(', ')}, which is not there`],
    ),
];

/** Whether it runs commands of a person, or changes the image from inside. */
export function isShell({ path, type }: Pick<ImageFile, 'path' | 'type'>): boolean {
  const [, name = ''] = /\/s?bin\/([^/]+)$/.exec(path) ?? [];
  return type !== 'directory' && SHELLS.has(name);
}

function isWorldWritable({ mode, type }: ImageFile): boolean {
  if (type === 'symbolic-link' || /device$/.test(type)) return false;
  return (mode & 0o002) !== 0 && !(type === 'directory' && (mode & 0o1000) !== 0);
}
