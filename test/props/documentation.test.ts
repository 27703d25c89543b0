import { join } from 'node:path';
import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  declaration: true,
  types: [],
};

const IMAGE = `
import { list, type PropsOf, shape, text } from '../../lib/props';
export const IMAGE_PROPS = shape({
  /** Platforms of the index. */
  platforms: list(text()),
});
export interface ImageProps extends PropsOf<typeof IMAGE_PROPS> {}
`;
const RUNTIME = `
import { extend, number, optional, type PropsOf, shape, text } from '../../lib/props';
import { IMAGE_PROPS, type ImageProps } from './image';
export const HEALTHCHECK_PROPS = shape({
  /** Seconds between two checks. */
  intervalSeconds: optional(number()),
});
export interface HealthcheckProps extends PropsOf<typeof HEALTHCHECK_PROPS> {}
export const RUNTIME_PROPS = extend(IMAGE_PROPS, {
  /**
   * Signal that ends the process.
   *
   * @default 'SIGTERM'
   */
  stopSignal: optional(text()),
  /** How it is found out whether it works. */
  healthcheck: optional<HealthcheckProps>(HEALTHCHECK_PROPS),
});
export interface RuntimeProps extends ImageProps, PropsOf<typeof RUNTIME_PROPS> {}
`;
const APP = `
import type { RuntimeProps } from './runtime';
export const props: RuntimeProps = { platforms: [], stopSignal: 'x', healthcheck: { intervalSeconds: 1 } };
`;

// Files that are not there, beside this one.
const folder = __dirname;
const SOURCES = new Map([
  [join(folder, 'image.ts'), IMAGE],
  [join(folder, 'runtime.ts'), RUNTIME],
  [join(folder, 'app.ts'), APP],
]);

function program(files: ReadonlyMap<string, string>): ts.Program {
  const host = ts.createCompilerHost(OPTIONS);
  return ts.createProgram([...files.keys()], OPTIONS, {
    ...host,
    fileExists: (name) => files.has(name) || host.fileExists(name),
    readFile: (name) => files.get(name) ?? host.readFile(name),
    getSourceFile: (name, options) => {
      const text = files.get(name);
      return text === undefined
        ? host.getSourceFile(name, options)
        : ts.createSourceFile(name, text, options);
    },
  });
}

/** What an editor shows of each property that the app gives. */
function shownIn(app: ts.Program): Record<string, string> {
  const checker = app.getTypeChecker();
  const propertiesOf = (type: ts.Type) =>
    checker.getPropertiesOfType(checker.getNonNullableType(type));
  const shown: Record<string, string> = {};
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const type = checker.getContextualType(node);
      for (const property of type === undefined ? [] : propertiesOf(type)) {
        shown[property.name] = [
          ts.displayPartsToString(property.getDocumentationComment(checker)),
          ...property
            .getJsDocTags()
            .map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`),
        ].join(' ');
      }
    }
    ts.forEachChild(node, visit);
  };
  const file = app.getSourceFile(join(folder, 'app.ts'));
  if (file !== undefined) visit(file);
  return shown;
}

/** The declarations that a package of these files would hold. */
function declarationsOf(app: ts.Program): Map<string, string> {
  const written = new Map<string, string>();
  for (const name of SOURCES.keys()) {
    app.emit(app.getSourceFile(name), (to, text) => written.set(to, text), undefined, true);
  }
  return written;
}

const DOCSTRINGS = {
  platforms: 'Platforms of the index.',
  stopSignal: "Signal that ends the process. @default 'SIGTERM'",
  healthcheck: 'How it is found out whether it works.',
  intervalSeconds: 'Seconds between two checks.',
};

describe('the docstring of a property', () => {
  const sources = program(SOURCES);

  it('is shown where the property is given', () => {
    expect(ts.getPreEmitDiagnostics(sources).map(({ messageText }) => messageText)).toEqual([]);
    expect(shownIn(sources)).toEqual(DOCSTRINGS);
  });

  it('is shown by the declarations of a package, too', () => {
    const written = declarationsOf(sources);
    written.delete(join(folder, 'app.d.ts'));
    const app = program(new Map([...written, [join(folder, 'app.ts'), APP]]));

    expect([...written.keys()]).toHaveLength(2);
    expect(shownIn(app)).toEqual(DOCSTRINGS);
  });
});
