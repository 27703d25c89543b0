// A server on loopback that gives out crates of crates.io: `/<crate>/<version>/download`. It writes its
// port into the file of its argument.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const CRATES_IO = 'https://static.crates.io/crates';

const server = createServer(async (request, response) => {
  try {
    if (!/^\/[\w-]+\/[\w.+-]+\/download$/.test(request.url ?? '')) throw new Error('no crate');
    const answer = await fetch(CRATES_IO + request.url);
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { 'content-length': body.length }).end(body);
  } catch (error) {
    response.writeHead(502).end(String(error));
  }
});
server.listen(0, '127.0.0.1', () => writeFileSync(process.argv[2], String(server.address().port)));
