import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from '../../errors';

/** What `synth.json`, or `"synth"` of package.json, says. */
export interface AppConfig {
  /** File, command or folder, as `--app` has it. */
  readonly app?: string;
  /** Folder of the assembly, as `--out` has it. */
  readonly output?: string;
  /** File of the lock. @default - `synth.lock.json` beside the app */
  readonly lock?: string;
  /** Builders, as `--builder` has them. @default - one daemon builds */
  readonly builders?: readonly string[];
}

const TEXTS = ['app', 'output', 'lock'] as const;
const KEYS = [...TEXTS, 'builders'] as const;

/**
 * Reads the configuration of a working folder: `synth.json`, else `"synth"` of `package.json`.
 *
 * @throws BuildError `E_CONFIG_FORMAT`
 */
export function readAppConfig(folder: string): AppConfig {
  const own = readJson(join(folder, 'synth.json'));
  if (own !== undefined) return parseConfig(own, 'synth.json');
  const manifest = readJson(join(folder, 'package.json'));
  if (!isRecord(manifest) || manifest.synth === undefined) return {};
  return parseConfig(manifest.synth, 'package.json, "synth"');
}

function readJson(file: string): unknown {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BuildError('E_CONFIG_FORMAT', `file "${file}" is no JSON`, {
      got: cause instanceof Error ? cause.message : String(cause),
    });
  }
}

function parseConfig(value: unknown, where: string): AppConfig {
  if (!isRecord(value)) {
    throw new BuildError('E_CONFIG_FORMAT', `configuration in ${where} is no object`);
  }
  const config: { -readonly [K in keyof AppConfig]: AppConfig[K] } = {};
  for (const [key, setting] of Object.entries(value)) {
    if (key === 'builders') {
      config.builders = builderTexts(setting, where);
      continue;
    }
    const known = TEXTS.find((name) => name === key);
    if (known === undefined) {
      throw new BuildError('E_CONFIG_FORMAT', `configuration in ${where} has an unknown key`, {
        got: `"${key}"`,
        expected: KEYS.map((name) => `"${name}"`).join(', '),
      });
    }
    if (typeof setting !== 'string' || setting === '') {
      throw new BuildError('E_CONFIG_FORMAT', `"${key}" in ${where} is no text`, {
        got: JSON.stringify(setting),
      });
    }
    config[known] = setting;
  }
  return config;
}

function builderTexts(setting: unknown, where: string): readonly string[] {
  if (Array.isArray(setting) && setting.every((one) => typeof one === 'string' && one !== '')) {
    return setting;
  }
  throw new BuildError('E_CONFIG_FORMAT', `"builders" in ${where} is no list of builders`, {
    got: JSON.stringify(setting),
    expected: '["tcp://host:1234,platform=linux/arm64"]',
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
