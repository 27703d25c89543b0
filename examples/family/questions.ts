/** How an image of the family is started and asked, as one who uses it would. */
export interface Question {
  readonly image: string;
  readonly kind: string;
  /** Flags of "docker run" beside the strict ones: the volumes that the image declares. */
  readonly flags?: readonly string[];
  /** What the kernel starts the entrypoint with, where that is a script. @default - it is a program */
  readonly interpreter?: string;
  /** What is asked, by a shell of the image "tools" in the network of the container. */
  readonly ask: string;
  /** What it must answer. */
  readonly expects: RegExp;
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

const PUBLISH_A_PACKAGE = `
  version='{"name":"hello","version":"1.0.0","dist":{"tarball":"http://127.0.0.1:4873/hello/-/hello-1.0.0.tgz"}}'
  archive='{"content_type":"application/octet-stream","length":5,"data":"aGVsbG8="}'
  curl -sS -X PUT -H 'Content-Type: application/json' http://127.0.0.1:4873/hello -d @- <<END
    {"name":"hello","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":$version},"_attachments":{"hello-1.0.0.tgz":$archive}}
END
  curl -sS http://127.0.0.1:4873/hello/-/hello-1.0.0.tgz`;

const SWITCH_THE_LAMP_ON = `
  curl -sS -X PUT -H 'Authorization: 031-45-154' -H 'Content-Type: application/hap+json' \\
    -d '{"characteristics":[{"aid":2,"iid":10,"value":true}]}' http://127.0.0.1:51826/characteristics
  curl -sS 'http://127.0.0.1:51826/characteristics?id=2.10'`;

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
    image: 'packages',
    kind: 'Node',
    flags: ['--volume=/data'],
    ask: PUBLISH_A_PACKAGE,
    expects: /hello$/,
  },
  {
    image: 'home',
    kind: 'Node',
    flags: ['--volume=/data', '--env=PIN=031-45-154'],
    ask: SWITCH_THE_LAMP_ON,
    expects: /"iid":10,"value":(?:1|true)/,
  },
  {
    image: 'measures',
    kind: 'Python',
    interpreter: '/usr/bin/python3.13',
    ask: `curl -sS -d '<m><measure>1</measure><measure>3</measure></m>' http://127.0.0.1:8080/`,
    expects: /^2\.00 1\.00$/m,
  },
];
