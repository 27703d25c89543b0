import { resolve } from 'node:path';
import { type ProxySettings, readProxySettings } from '../proxy';
import { readAptProxies } from './apt-proxies';
import { readAptMirrors } from './apt-sources';
import { cacheFolder } from './cache-folder';
import type { CachePlace } from './cache-place';
import { readEnvironmentFile } from './environment-file';
import { type GoProxies, goMirrors, readGoProxies } from './go-proxies';
import { type GoSumDatabase, readGoSumDatabase } from './go-sum-database';
import { type Login, readLogins } from './logins';
import { type Mirrors, parseMirrorList } from './mirrors';
import { type NpmConfig, readNpmConfig } from './npm-config';
import { type PipIndex, readPipIndexes } from './pip-indexes';
import type { SecretSource } from './secret-source';
import type { SshSource } from './ssh-source';

/** Facts of the machine that a lock or a build uses, and that never enter LLB or the lock. */
export interface Environment {
  /** Mirrors that the user named, or Go's variables. Where there is one, nothing else is asked. */
  readonly mirrors: Mirrors;
  /** Mirrors of the machine's apt configuration: read on first use, asked after the snapshot. */
  readonly aptMirrors: Mirrors;
  /**
   * Where Go's own command gets modules from; it counts where no mirror is named for `go`.
   *
   * @default - the public module proxy
   */
  readonly goProxies?: GoProxies;
  /**
   * The checksum database that modules of Go are held to: `GOSUMDB`, where it is set. Read on first use.
   *
   * @default - none is asked
   */
  readonly goSumDatabase?: GoSumDatabase | undefined;
  /**
   * URL of the JSON data of Debian's security tracker: `SYNTH_DEBIAN_TRACKER`.
   *
   * @default - the public one
   */
  readonly debianTracker?: string | undefined;
  /**
   * Where pip gets packages of Python from. Read on first use.
   *
   * @default - the public index
   */
  readonly pipIndexes?: readonly PipIndex[];
  /**
   * Where npm's own command gets packages from. Read on first use; mirrors that are named for `npm` are
   * asked before.
   *
   * @default - the public registry
   */
  readonly npm?: NpmConfig;
  /** Absolute path of the `.npmrc` of the app's folder, be it there or not. @default - none */
  readonly npmrc?: string;
  /** Absolute paths of OpenPGP keyrings that are trusted beside the keys of the Debian archive. */
  readonly keyrings: readonly string[];
  /** Absolute path of the folder for files that can be fetched again. */
  readonly cacheFolder: string;
  /** Proxies of the variables. @default - everything is fetched directly */
  readonly proxies?: ProxySettings | undefined;
  /**
   * Proxies for Debian archives: those of the variables, and of apt's configuration where these name
   * none. Read on first use.
   *
   * @default - `proxies`
   */
  readonly archiveProxies?: ProxySettings | undefined;
  /** Logins of apt's configuration and of netrc. Read on first use. @default - none */
  readonly logins?: readonly Login[];
  /** Secrets that builds and git may use, each id once. @default - none */
  readonly secrets?: readonly SecretSource[];
  /** Ssh agents that builds and git may use, each id once. @default - none */
  readonly ssh?: readonly SshSource[];
  /** Caches that builds read. @default - the daemon's own */
  readonly cacheFrom?: readonly CachePlace[];
  /** Caches that builds write. @default - the daemon's own */
  readonly cacheTo?: readonly CachePlace[];
  /** Absolute path of the folder that builds take all inputs from. @default - they are fetched */
  readonly vendor?: string | undefined;
}

/** Where {@link loadEnvironment} looks. */
export interface EnvironmentSources {
  /** Folder of `synth.environment.json`. */
  readonly folder: string;
  /** Variables of the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Mirrors from the command line: they replace those of the variables and the file.
   *
   * @default - those of the variables and the file
   */
  readonly mirrors?: Mirrors;
  /** From the command line, before those of the file. @default - those of the file */
  readonly secrets?: readonly SecretSource[];
  /** From the command line, before those of the file. @default - those of the file */
  readonly ssh?: readonly SshSource[];
  /** From the command line, in place of those of the file. @default - those of the file */
  readonly cacheFrom?: readonly CachePlace[];
  /** From the command line, in place of those of the file. @default - those of the file */
  readonly cacheTo?: readonly CachePlace[];
  /** From the command line, relative to `folder`, in place of that of the file. @default - that of the file */
  readonly vendor?: string | undefined;
  /** @default '/etc/apt' */
  readonly aptFolder?: string;
}

/**
 * Collects the facts. For each archive the command line goes before `SYNTH_DEBIAN_MIRROR` and
 * `SYNTH_DEBIAN_SECURITY_MIRROR`, and these before `synth.environment.json`. For modules of Go they
 * go before `GOPROXY`.
 *
 * @throws BuildError `E_ENVIRONMENT_FORMAT`
 */
export function loadEnvironment(sources: EnvironmentSources): Environment {
  const { folder, env, aptFolder = '/etc/apt' } = sources;
  const file = readEnvironmentFile(folder, env);
  const goProxies = readGoProxies(env);
  const ofGo = goMirrors(goProxies);
  const mirrors: Mirrors = {
    ...(ofGo.length === 0 ? {} : { go: ofGo }),
    ...file.mirrors,
    ...mirrorsOf('debian', 'SYNTH_DEBIAN_MIRROR', env),
    ...mirrorsOf('debian-security', 'SYNTH_DEBIAN_SECURITY_MIRROR', env),
    ...sources.mirrors,
  };
  const named = sources.mirrors?.go ?? file.mirrors.go;
  const proxies = readProxySettings(env);
  let aptMirrors: Mirrors | undefined;
  let aptProxies: ProxySettings | undefined;
  let logins: readonly Login[] | undefined;
  let npm: NpmConfig | undefined;
  let pipIndexes: readonly PipIndex[] | undefined;
  return {
    mirrors,
    get aptMirrors() {
      aptMirrors ??= readAptMirrors(aptFolder);
      return aptMirrors;
    },
    goProxies: named === undefined ? goProxies : proxiesOf(named),
    get goSumDatabase() {
      return readGoSumDatabase(env);
    },
    ...trackerOf(env),
    get pipIndexes() {
      pipIndexes ??= readPipIndexes(env);
      return pipIndexes;
    },
    npmrc: resolve(folder, '.npmrc'),
    get npm() {
      npm ??= readNpmConfig(folder, env);
      return npm;
    },
    keyrings: file.keyrings,
    get logins() {
      logins ??= readLogins(aptFolder, env);
      return logins;
    },
    cacheFolder: cacheFolder(env),
    secrets: lastOfEach([...file.secrets, ...(sources.secrets ?? [])]),
    ssh: lastOfEach([...file.ssh, ...(sources.ssh ?? [])]),
    cacheFrom: sources.cacheFrom ?? file.cacheFrom,
    cacheTo: sources.cacheTo ?? file.cacheTo,
    vendor: sources.vendor === undefined ? file.vendor : resolve(folder, sources.vendor),
    proxies,
    get archiveProxies() {
      aptProxies ??= readAptProxies(aptFolder);
      return joined(proxies, aptProxies);
    },
  };
}

/** Mirrors that are named replace whatever Go itself would ask. */
function proxiesOf(mirrors: readonly string[]): GoProxies {
  return {
    servers: mirrors.map((url) => ({ url, isFallible: true })),
    end: 'none',
    notFor: [],
  };
}

function lastOfEach<T extends { readonly id: string }>(sources: readonly T[]): readonly T[] {
  return [...new Map(sources.map((source) => [source.id, source])).values()];
}

/** Hosts that are exempt count whoever names the proxy. */
function joined(first: ProxySettings, second: ProxySettings): ProxySettings {
  const except = [first.except ?? [], second.except ?? []].flat().join(',');
  return { ...second, ...first, ...(except === '' ? {} : { except }) };
}

function trackerOf({ SYNTH_DEBIAN_TRACKER: text = '' }: EnvironmentSources['env']) {
  const [debianTracker] =
    text === '' ? [] : parseMirrorList([text], 'variable SYNTH_DEBIAN_TRACKER');
  return debianTracker === undefined ? {} : { debianTracker };
}

function mirrorsOf(
  archive: keyof Mirrors,
  variable: string,
  env: EnvironmentSources['env'],
): Mirrors {
  const value = env[variable]?.trim();
  if (value === undefined || value === '') return {};
  return { [archive]: parseMirrorList(value.split(/[\s,]+/), `variable ${variable}`) };
}
