import { BuildError, type BuildErrorDetails } from '../../lib/errors';
import { describeValue } from '../../lib/props';
import { type Artifact, fileAt } from '../core/artifact-operations';
import { FILE_DATE, type FileOptions, ownerIds, parentOf } from '../core/file-options';
import { callerLocation } from '../core/source-location';
import { type DataValue, isUtf8 } from './format/data-value';
import { formatEnv } from './format/env';
import { formatJson } from './format/json';
import { formatToml, type TomlTable } from './format/toml';
import { formatYaml } from './format/yaml';

/** Bytes that a file in an op may have: the definition is one message to the daemon. */
const MAX_BYTES = 1024 * 1024;

/** As PEM has it, and OpenSSH. */
const PRIVATE_KEY = /^-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/m;

/**
 * A file whose content the app says: `InlineFile.json({ port: 8080 }).at('/etc/app.json')`. It stands
 * in LLB, so it must hold no secret.
 */
export class InlineFile {
  /** Its bytes. */
  readonly content: Uint8Array;

  private constructor(content: Uint8Array) {
    this.content = content;
  }

  /**
   * Text as it is, in UTF-8; no line break is added.
   *
   * @throws BuildError `E_INLINE_FILE` for what is no text, or more than 1 MiB
   */
  static text(text: string): InlineFile {
    return InlineFile.of(() => {
      if (typeof text === 'string' && isUtf8(text)) return text;
      throw new TypeError(`${describeValue(text)} is no text that has a UTF-8 form`);
    });
  }

  /**
   * Bytes as they are.
   *
   * @throws BuildError `E_INLINE_FILE` for what is no bytes, or more than 1 MiB
   */
  static bytes(bytes: Uint8Array): InlineFile {
    return InlineFile.of(() => {
      if (bytes instanceof Uint8Array) return bytes;
      throw new TypeError(`${describeValue(bytes)} is no Uint8Array`);
    });
  }

  /**
   * JSON, indented by two spaces, members in the order of the value, with a line break at its end.
   *
   * @throws BuildError `E_INLINE_FILE` for a value that JSON does not have, with its place
   */
  static json(value: DataValue): InlineFile {
    return InlineFile.of(() => formatJson(value));
  }

  /**
   * YAML 1.2 in block style; texts that could be taken for anything else are quoted.
   *
   * @throws BuildError `E_INLINE_FILE` for a value that JSON does not have, with its place
   */
  static yaml(value: DataValue): InlineFile {
    return InlineFile.of(() => formatYaml(value));
  }

  /**
   * TOML 1.0: values before tables, otherwise in the order of the object.
   *
   * @throws BuildError `E_INLINE_FILE` for a value that TOML does not have, with its place
   */
  static toml(table: TomlTable): InlineFile {
    return InlineFile.of(() => formatToml(table));
  }

  /**
   * Lines `NAME=value`, as shells and the `EnvironmentFile` of systemd read them; values are quoted
   * where it is needed.
   *
   * @throws BuildError `E_INLINE_FILE` for a name that is none, or a value with a line break
   */
  static env(variables: Readonly<Record<string, string>>): InlineFile {
    return InlineFile.of(() => formatEnv(variables));
  }

  /** @param make throws a TypeError for what cannot be written */
  private static of(make: () => string | Uint8Array): InlineFile {
    const content = Buffer.from(call(make));
    if (PRIVATE_KEY.test(content.toString('latin1'))) {
      throw inlineError({
        got: 'a private key',
        expected: 'nothing that whoever has the image must not know',
        fix: 'give it to the container when it runs, as a file that is mounted',
      });
    }
    if (content.length <= MAX_BYTES) return new InlineFile(new Uint8Array(content));
    throw inlineError({
      got: `${content.length} bytes`,
      expected: `${MAX_BYTES} at most`,
      fix: 'keep it in a file of the app, and send that as LocalFiles',
    });
  }

  /**
   * The file at an absolute path, its name included. Becomes a `FileActionMkFile` on scratch.
   *
   * @param options the mode is 0o644 and the owner root where they are not said
   * @throws BuildError `E_ARTIFACT_PATH` for a path that is not absolute and clean, `E_PROPERTY`
   */
  at(path: string, options: FileOptions = {}): Artifact {
    const { mode = 0o644, owner } = options;
    return fileAt(path, options, 'file', () =>
      parentOf(path).mkfile(path, mode, this.content, {
        timestamp: FILE_DATE,
        ...(owner === undefined ? {} : { owner: ownerIds(owner) }),
      }),
    );
  }
}

function call(make: () => string | Uint8Array): string | Uint8Array {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw inlineError({ got: cause.message, cause });
  }
}

function inlineError(details: BuildErrorDetails): BuildError {
  return new BuildError('E_INLINE_FILE', 'the content of a file cannot be written', {
    source: callerLocation(),
    ...details,
  });
}
