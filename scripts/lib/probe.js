// Asks the engine behind an address who it is, and prints shell assignments:
//   node scripts/lib/probe.js unix:///run/buildkit/buildkitd.sock
// ENGINE_KIND=docker|buildkitd, BUILDKIT_VERSION, DOCKER_VERSION, IMAGE_STORE=containerd|classic.
// It needs nothing but Node, as it runs before anything is installed or compiled.
const http = require('node:http');
const http2 = require('node:http2');
const net = require('node:net');

const TIMEOUT_MS = 5000;
/** gRPC: one frame, not compressed, of an empty message. */
const EMPTY_FRAME = Buffer.alloc(5);

/** @param {string} address `unix://PATH` or `tcp://HOST:PORT` */
function target(address) {
  const url = new URL(address);
  if (url.protocol === 'unix:') return { socketPath: decodeURIComponent(url.host + url.pathname) };
  if (url.protocol === 'tcp:') return { host: url.hostname, port: Number(url.port || 1234) };
  throw new Error(`${address} is neither unix:// nor tcp://`);
}

/** A GET to Docker's API; fails where no Docker Engine answers. */
function dockerGet(to, path) {
  return new Promise((resolve, reject) => {
    const request = http.get({ ...to, path, timeout: TIMEOUT_MS }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        try {
          resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
  });
}

function plainSocket(to) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(to.socketPath ? { path: to.socketPath } : to, () => resolve(socket));
    socket.on('error', reject);
  });
}

/** Docker carries BuildKit's own API inside an upgraded connection. */
function upgradedSocket(to) {
  return new Promise((resolve, reject) => {
    const headers = { Connection: 'Upgrade', Upgrade: 'h2c' };
    const request = http.request({ ...to, path: '/grpc', method: 'POST', headers });
    request.on('upgrade', (_response, socket, head) => {
      // The engine may have sent its first HTTP/2 frames together with the answer.
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.on('response', (response) =>
      reject(new Error(`/grpc answered ${response.statusCode}`)),
    );
    request.on('error', reject);
    request.end();
  });
}

/** The reply to BuildKit's Control.Info, as raw protobuf. */
function controlInfo(socket) {
  return new Promise((resolve, reject) => {
    const session = http2.connect('http://engine', { createConnection: () => socket });
    session.on('error', reject);
    session.setTimeout(TIMEOUT_MS, () => session.destroy(new Error('no answer')));
    const stream = session.request({
      ':method': 'POST',
      ':path': '/moby.buildkit.v1.Control/Info',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const chunks = [];
    let status = '';
    const readStatus = (headers) => {
      if (headers['grpc-status'] !== undefined) status = String(headers['grpc-status']);
    };
    stream.on('response', readStatus);
    stream.on('trailers', readStatus);
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('end', () => {
      session.close();
      if (status === '0') resolve(Buffer.concat(chunks).subarray(5));
      else reject(new Error(`Control.Info failed with gRPC status ${status || 'none'}`));
    });
    stream.end(EMPTY_FRAME);
  });
}

/** The length-delimited field `wanted` of a protobuf message whose fields are all of that kind. */
function field(message, wanted) {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const length = varint();
    if (tag >> 3 === wanted) return message.subarray(at, at + length);
    at += length;
  }
  return Buffer.alloc(0);
}

async function probe(address) {
  const to = target(address);
  const version = await dockerGet(to, '/version').catch(() => undefined);
  const facts = { ENGINE_KIND: version?.ApiVersion ? 'docker' : 'buildkitd' };
  if (facts.ENGINE_KIND === 'docker') {
    const info = await dockerGet(to, '/info');
    const snapshotter = JSON.stringify(info.DriverStatus ?? []).includes(
      'io.containerd.snapshotter',
    );
    facts.DOCKER_VERSION = String(version.Version);
    facts.IMAGE_STORE = snapshotter ? 'containerd' : 'classic';
  }
  const socket = await (facts.ENGINE_KIND === 'docker' ? upgradedSocket(to) : plainSocket(to));
  // InfoResponse { BuildkitVersion buildkitVersion = 1 { string package = 1; string version = 2; } }
  const reply = field(field(await controlInfo(socket), 1), 2);
  facts.BUILDKIT_VERSION = reply.toString('utf8');
  return facts;
}

probe(process.argv[2] ?? '').then(
  (facts) => {
    for (const [name, value] of Object.entries(facts)) {
      process.stdout.write(`${name}='${String(value).replace(/[^\w.+~:-]/g, '')}'\n`);
    }
    process.exit(0);
  },
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
