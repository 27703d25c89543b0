import { generateKeyPairSync } from 'node:crypto';

/** How an image of the family is started and asked, as one who uses it would. */
export interface Question {
  readonly image: string;
  readonly kind: string;
  /** Flags of "docker run" beside the strict ones: the volumes that the image declares. */
  readonly flags?: readonly string[];
  /** What the kernel starts the entrypoint with, where that is a script. @default - it is a program */
  readonly interpreter?: string;
  /** Why it is not asked under an emulator, which starts one program alone. @default - it is */
  readonly notEmulated?: string;
  /** What is asked, by a shell of the image "tools" in the network of the container. */
  readonly ask: string;
  /** What it must answer. */
  readonly expects: RegExp;
  /** Secrets by the name of their file in `/run/secrets`. @default - it has none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What it is asked when it was started again with its volumes. @default - it keeps nothing */
  readonly again?: { readonly ask: string; readonly expects: RegExp };
  /** URL of its metrics, and one that must be among them. @default - it has none */
  readonly metrics?: readonly [url: string, name: string];
}

const PUSH_A_BLOB = `
  digest=sha256:$(printf hello | sha256sum | cut -d' ' -f1)
  place=$(curl -sSD - -o /dev/null -X POST http://127.0.0.1:5000/v2/hello/blobs/uploads/ | sed -n 's/^Location: *//Ip' | tr -d '\\r')
  curl -sS -o /dev/null -X PUT -H 'Content-Type: application/octet-stream' --data-binary hello "$place&digest=$digest"
  curl -sSL http://127.0.0.1:5000/v2/hello/blobs/$digest`;

const HANDSHAKE = `
  openssl s_client -connect 127.0.0.1:443 -servername router.example </dev/null 2>/dev/null | sed -n 's/^issuer=//p'
  curl -sSk --resolve router.example:443:127.0.0.1 https://router.example/`;

const PUBLISH_AND_SUBSCRIBE = `
  mosquitto_pub -h 127.0.0.1 -t room -m hello -r
  mosquitto_sub -h 127.0.0.1 -t room -C 1 -W 5`;

const PSQL = 'PGPASSWORD=between-us psql -h 127.0.0.1 -U postgres -Atc';
const WRITE = "create table rooms (name text); insert into rooms values ('kitchen')";
const READ = 'select name from rooms';

const LIST_SHARES = `
  smbclient -N -L 127.0.0.1 2>&1
  echo hello > hello && smbclient -N //127.0.0.1/room -c 'put hello' && smbclient -N //127.0.0.1/room -c ls`;

const FETCH_TWICE = `
  perl -MIO::Socket::INET -e '
    my $server = IO::Socket::INET->new(LocalAddr => "127.0.0.1:8000", Listen => 1, ReuseAddr => 1);
    my $client = $server->accept;
    while (<$client>) { last if /^\\s*$/ }
    print $client "HTTP/1.0 200 OK\\r\\nContent-Length: 5\\r\\nLast-Modified: Sat, 28 Nov 2026 00:00:00 GMT\\r\\n\\r\\nhello";' &
  sleep 1
  for _ in first second; do curl -sSx http://127.0.0.1:3142 http://127.0.0.1:8000/pool/hello_1_all.deb; echo; done`;

const BALANCED = `
  for port in 8001 8002; do
    perl -MIO::Socket::INET -e '
      my $server = IO::Socket::INET->new(LocalAddr => "127.0.0.1:$ARGV[0]", Listen => 5, ReuseAddr => 1);
      while (my $client = $server->accept) { <$client> && print $client "HTTP/1.0 200 OK\\r\\n\\r\\n$ARGV[0]\\n"; close $client }' $port &
  done
  sleep 5
  curl -sS http://127.0.0.1:8080/ http://127.0.0.1:8080/`;

/** A key of OpenSSH's client, and the line that a server knows it by. */
function sshKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const head = Buffer.from('\0\0\0\u000bssh-ed25519\0\0\0\u0020');
  const line = `ssh-ed25519 ${Buffer.concat([head, raw]).toString('base64')}\n`;
  return { key: privateKey.export({ format: 'pem', type: 'pkcs8' }), line };
}
const { key, line } = sshKey();
const SFTP = `
  umask 077; echo hello >hello; printf '%s' '${key}' >key
  sftp -q -b - -P 2222 -i key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null guest@127.0.0.1`;

const LDAP = '-x -H ldap://127.0.0.1 -D cn=admin,dc=family,dc=example -w between-us';
const ADD_ENTRY = `
  printf 'dn: dc=family,dc=example\\nobjectClass: dcObject\\nobjectClass: organization\\ndc: family\\no: family\\n' |
    ldapadd ${LDAP}
  ldapsearch -LLL ${LDAP} -b dc=family,dc=example o`;
const GET_A_CERTIFICATE = `
  curl -sSk https://127.0.0.1:9000/roots.pem -o /tmp/root.pem
  LEGO_CA_CERTIFICATES=/tmp/root.pem lego --server https://pki.example:9000/acme/acme/directory --path /tmp/lego \\
    --accept-tos --email family@family.example --domains router.example --http run >/dev/null
  cd /tmp/lego/certificates
  openssl verify -CAfile /tmp/root.pem -untrusted router.example.issuer.crt router.example.crt
  openssl x509 -noout -issuer -ext subjectAltName -in router.example.crt`;

const PUBLISH_A_DEB = `
  mkdir -p /tmp/hello/DEBIAN
  printf 'Package: hello\\nVersion: 1.0\\nArchitecture: amd64\\nMaintainer: The family <family@family.example>\\nDescription: hello\\n' >/tmp/hello/DEBIAN/control
  dpkg-deb --build /tmp/hello /tmp/hello.deb
  post() { curl -sS -H 'Content-Type: application/json' -d "$2" "http://127.0.0.1:8080/api/$1"; }
  curl -sS -F file=@/tmp/hello.deb http://127.0.0.1:8080/api/files/hello
  post repos '{"Name":"family"}'
  post repos/family/file/hello ''
  post publish '{"SourceKind":"local","Sources":[{"Name":"family"}],"Distribution":"trixie","Signing":{"Skip":true}}'
  curl -sS http://127.0.0.1:8080/repos/-/dists/trixie/main/binary-amd64/Packages`;

export const QUESTIONS: readonly Question[] = [
  {
    image: 'dns',
    kind: 'Go',
    ask: 'dig +short @127.0.0.1 family.example A',
    expects: /^192\.0\.2\.53$/m,
    metrics: ['http://127.0.0.1:9153/metrics', 'coredns_dns_requests_total'],
  },
  {
    image: 'registry',
    kind: 'Go',
    flags: ['--volume=/data'],
    ask: PUSH_A_BLOB,
    expects: /^hello$/,
    metrics: ['http://127.0.0.1:5001/metrics', 'registry_http_requests_total'],
  },
  {
    image: 'router',
    kind: 'Go',
    flags: ['--volume=/data'],
    ask: HANDSHAKE,
    expects: /Caddy Local Authority[\s\S]*hello from the router/,
    metrics: ['http://127.0.0.1:8080/metrics', 'caddy_http_requests_total'],
  },
  {
    image: 'cache',
    kind: 'Debian',
    ask: 'redis-cli set greeting hello && redis-cli get greeting',
    expects: /^OK\nhello$/m,
  },
  { image: 'broker', kind: 'Debian', ask: PUBLISH_AND_SUBSCRIBE, expects: /^hello$/m },
  {
    image: 'snapcast',
    kind: 'Debian',
    flags: ['--volume=/data'],
    ask: `curl -sS -d '{"id":1,"jsonrpc":"2.0","method":"Server.GetStatus"}' http://127.0.0.1:1780/jsonrpc`,
    expects: /"name":"room"|"id":"room"/,
  },
  {
    image: 'unbound',
    kind: 'Debian',
    ask: 'dig +short @127.0.0.1 family.example A',
    expects: /^192\.0\.2\.54$/m,
  },
  {
    image: 'postgres',
    kind: 'Debian',
    notEmulated: 'initdb starts other programs',
    flags: ['--volume=/data'],
    secrets: { password: 'between-us' },
    ask: `${PSQL} "${WRITE}" && ${PSQL} "${READ}"`,
    expects: /^kitchen$/m,
    again: { ask: `${PSQL} "${READ}"`, expects: /^kitchen$/ },
  },
  {
    image: 'balancer',
    kind: 'Debian',
    notEmulated: 'its master starts its workers as programs',
    ask: BALANCED,
    expects: /8001[\s\S]*8002|8002[\s\S]*8001/,
    metrics: ['http://127.0.0.1:8080/metrics', 'haproxy_backend_http_responses_total'],
  },
  {
    image: 'directory',
    kind: 'Debian',
    flags: ['--volume=/data'],
    secrets: { password: 'between-us' },
    ask: ADD_ENTRY,
    expects: /^o: family$/m,
    again: { ask: `ldapsearch -LLL ${LDAP} -b dc=family,dc=example o`, expects: /^o: family$/m },
  },
  {
    image: 'files',
    kind: 'Debian',
    flags: ['--volume=/data'],
    secrets: { keys: line },
    notEmulated: 'sshd starts another program for each connection',
    ask: `${SFTP} <<<$'put hello\\nls -l hello'`,
    expects: /guest .* 6 .* hello$/m,
    again: { ask: `${SFTP} <<<'get hello copy' && cat copy`, expects: /^hello$/m },
  },
  {
    image: 'mirror',
    kind: 'Debian',
    flags: ['--volume=/data'],
    ask: FETCH_TWICE,
    expects: /^hello\nhello$/,
  },
  {
    image: 'radio',
    kind: 'Debian',
    secrets: { password: 'between-us' },
    ask: 'curl -sS http://127.0.0.1:8000/status-json.xsl',
    expects: /"server_id":"Icecast 2/,
  },
  {
    image: 'samba',
    kind: 'Debian',
    notEmulated: 'smbd starts another program for its list of shares',
    flags: ['--volume=/data'],
    ask: LIST_SHARES,
    expects: /room +Disk[\s\S]*hello +A +6 /,
  },
  {
    image: 'site',
    kind: 'Debian',
    ask: 'curl -sS http://127.0.0.1:8080/',
    expects: /^hello from the site$/,
  },
  {
    image: 'echo',
    kind: 'Rust',
    ask: 'curl -sS http://127.0.0.1:8080/hello',
    expects: /^\/hello$/m,
    metrics: ['http://127.0.0.1:8080/metrics', 'echo_requests_total'],
  },
  {
    image: 'greeter',
    kind: 'Node',
    ask: 'curl -sS http://127.0.0.1:8080/hello/world',
    expects: /^hello world$/m,
    metrics: ['http://127.0.0.1:8080/metrics', 'greeter_greetings_total'],
  },
  {
    image: 'ledger',
    kind: 'Python',
    interpreter: '/usr/bin/python3.13',
    ask: 'curl -sS -X POST http://127.0.0.1:8080/add/3 && curl -sS http://127.0.0.1:8080/sum',
    expects: /^3\n3$/m,
    metrics: ['http://127.0.0.1:8080/metrics', 'ledger_sum'],
  },
  {
    image: 'daytime',
    kind: 'C',
    ask: 'timeout 5 cat </dev/tcp/127.0.0.1/13',
    expects: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/,
  },
  {
    image: 'pki',
    kind: 'Go',
    flags: [
      '--volume=/data',
      '--add-host=pki.example:127.0.0.1',
      '--add-host=router.example:127.0.0.1',
    ],
    ask: GET_A_CERTIFICATE,
    expects: /crt: OK[\s\S]*Family issuer[\s\S]*DNS:router\.example/,
  },
  {
    image: 'archive',
    kind: 'Go',
    flags: ['--volume=/data'],
    ask: PUBLISH_A_DEB,
    expects: /Package: hello$/m,
    metrics: ['http://127.0.0.1:8080/api/metrics', 'aptly_'],
  },
  {
    image: 'measures',
    kind: 'Python',
    interpreter: '/usr/bin/python3.13',
    ask: `curl -sS -d '<m><measure>1</measure><measure>3</measure></m>' http://127.0.0.1:8080/`,
    expects: /^2\.00 1\.00$/m,
  },
];
