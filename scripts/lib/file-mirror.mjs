// A server on loopback that gives out the files of another server by their paths, so that only the client
// must be able to reach that: file-mirror.mjs ORIGIN FILE. It writes its port into FILE.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [, , origin, file] = process.argv;

const server = createServer(async (request, response) => {
  try {
    if (!/^(?:\/[\w.+!~-]+)+$/.test(request.url ?? '') || request.url.includes('/..')) {
      throw new Error('no path of a file');
    }
    const answer = await fetch(origin + request.url);
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { 'content-length': body.length }).end(body);
  } catch (error) {
    response.writeHead(502).end(String(error));
  }
});
server.listen(0, '127.0.0.1', () => writeFileSync(file, String(server.address().port)));
