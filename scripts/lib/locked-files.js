// Tells whether the Debian files that an assembly fetches can still be had:
//   node scripts/lib/locked-files.js synth.out/manifest.json [MIRROR=debian=URL...]
// Prints "snapshot" if the snapshot archive answers, else "mirror" if the mirrors have every file,
// else "gone" and, on stderr, what is missing.
const { readFileSync } = require('node:fs');

const [manifestPath = '', ...mirrorArguments] = process.argv.slice(2);
const files = Object.entries(JSON.parse(readFileSync(manifestPath, 'utf8')).archiveFiles ?? {});
const mirrors = mirrorArguments.map((argument) => {
  const [archive = '', ...url] = argument.split('=');
  return { archive, url: url.join('=').replace(/\/+$/, '') };
});

/** Whether a file is there with the locked size. */
async function isThere(url, size, timeout) {
  try {
    const signal = AbortSignal.timeout(timeout);
    const answer = await fetch(url, { method: 'HEAD', redirect: 'follow', signal });
    return answer.ok && Number(answer.headers.get('content-length') ?? size) === size;
  } catch {
    return false;
  }
}

async function missingOnMirrors() {
  const missing = [];
  const queue = files.map(([, file]) => file);
  const work = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const { archive, path, size } = file;
      const places = mirrors.filter((mirror) => mirror.archive === archive);
      const found = await Promise.all(
        places.map(({ url }) => isThere(`${url}/${path}`, size, 20_000)),
      );
      if (!found.includes(true)) missing.push(path);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return missing.sort();
}

async function main() {
  const [first] = files;
  if (first === undefined) return 'snapshot';
  const [url, { size }] = first;
  if (await isThere(url, size, 10_000)) return 'snapshot';
  const missing = await missingOnMirrors();
  if (missing.length === 0) return 'mirror';
  for (const path of missing.slice(0, 5)) process.stderr.write(`  ${path}\n`);
  if (missing.length > 5) process.stderr.write(`  and ${missing.length - 5} more\n`);
  return 'gone';
}

main().then((answer) => {
  process.stdout.write(`${answer}\n`);
  process.exit(0);
});
