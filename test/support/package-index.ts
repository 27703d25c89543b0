import { listenOnLoopback } from './loopback-server';
import { type MadeWheel, sha256Of, wheelFile, wheelName } from './wheels';

/** A file of an index of a test, beside wheels: `six-1.0.tar.gz`. */
export type IndexedFile = MadeWheel | { readonly filename: string };

/** How an index says what it has. */
export interface IndexForm {
  readonly form?: 'html' | 'json';
  /** Whether hashes are told. @default true */
  readonly hashes?: boolean;
  /** `user:password` that it asks for. @default - nothing */
  readonly login?: string;
}

/** An index of Python packages on loopback. */
export interface PackageIndex {
  /** Of the index itself, `http://127.0.0.1:PORT/simple`. */
  readonly url: string;
  /** Of a file, by its name. */
  fileUrl(filename: string): string;
  /** What is served by name; to be changed. */
  readonly contents: Map<string, Buffer>;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Serves files of projects, by the name of the project. */
export async function servePackageIndex(
  projects: Readonly<Record<string, readonly IndexedFile[]>>,
  { form = 'json', hashes = true, login }: IndexForm = {},
): Promise<PackageIndex> {
  const contents = new Map<string, Buffer>();
  const names = Object.entries(projects).map(([project, files]) => {
    const ofProject = files.map((file) => {
      const [filename, content] =
        'filename' in file
          ? [file.filename, Buffer.from('no wheel')]
          : [wheelName(file), wheelFile(file)];
      contents.set(filename, content);
      return filename;
    });
    return [`/simple/${project}/`, ofProject] as const;
  });
  const pages = new Map<string, readonly string[]>(names);
  const requests: string[] = [];
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
  const sumOf = (name: string) => sha256Of(contents.get(name) ?? Buffer.alloc(0));
  const server = await listenOnLoopback((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    if (wanted !== undefined && request.headers.authorization !== wanted) {
      response.writeHead(401).end('who are you?');
      return;
    }
    const page = pages.get(path);
    const content = contents.get(decodeURIComponent(path.slice('/files/'.length)));
    if (page !== undefined && form === 'json') {
      const files = page.map((filename) => ({
        ...{ filename, url: `../../files/${filename}` },
        hashes: hashes ? { sha256: sumOf(filename) } : {},
        size: contents.get(filename)?.length,
      }));
      const type = 'application/vnd.pypi.simple.v1+json';
      response.writeHead(200, { 'content-type': type }).end(JSON.stringify({ files }));
    } else if (page !== undefined) {
      const lines = page.map((filename) => {
        const fragment = hashes ? `#sha256=${sumOf(filename)}` : '#md5=x';
        return `<a href="../../files/${filename}${fragment}" data-requires-python="&gt;=3">${filename}</a><br/>`;
      });
      const html = `<!DOCTYPE html><html><body>\n${lines.join('\n')}\n</body></html>`;
      response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    } else if (path.startsWith('/files/') && content !== undefined) {
      response.writeHead(200, { 'content-length': content.length }).end(content);
    } else {
      response.writeHead(404).end('not here');
    }
  });
  return {
    url: `${server.url}/simple`,
    fileUrl: (filename) => `${server.url}/files/${filename}`,
    contents,
    requests,
    close: server.close,
  };
}
