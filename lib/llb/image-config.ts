import { BuildError } from '../errors';
import type { State } from './state';

/** Puts what an OCI image config says of processes onto a state. */
export function applyImageConfig(state: State, bytes: Uint8Array): State {
  const image = record(parse(bytes));
  const config = record(image.config);
  let result = state;
  for (const variable of strings(config.Env)) {
    const [key = '', ...value] = variable.split('=');
    if (key !== '') result = result.addEnv(key, value.join('='));
  }
  result = result.dir(text(config.WorkingDir));
  const os = text(image.os);
  const architecture = text(image.architecture);
  if (os === '' || architecture === '') return result;
  const variant = text(image.variant);
  const osVersion = text(image['os.version']);
  const osFeatures = strings(image['os.features']);
  return result.platform({
    os,
    architecture,
    ...(variant === '' ? {} : { variant }),
    ...(osVersion === '' ? {} : { osVersion }),
    ...(osFeatures.length === 0 ? {} : { osFeatures }),
  });
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw notConfig(cause);
  }
}

function record(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw notConfig();
  return { ...value };
}

function text(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw notConfig();
  return value;
}

function strings(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw notConfig();
  return value.map(text);
}

function notConfig(cause?: unknown): BuildError {
  return new BuildError('E_LLB_OPTION', 'image config cannot be read', {
    expected: 'the JSON of an OCI image config',
    ...(cause === undefined ? {} : { cause }),
  });
}
