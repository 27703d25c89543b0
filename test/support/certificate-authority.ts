import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate and its key in a folder as `--tlsdir` takes it, with their authority. */
export interface IssuedCertificate {
  /** Folder of ca.pem, cert.pem and key.pem. */
  readonly folder: string;
  /** PEM texts. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const LONG = { from: '20200101000000Z', to: '20490101000000Z' };
const PAST = { from: '20200101000000Z', to: '20210101000000Z' };

/** An authority of the test's own, made and run by `openssl`. */
export class CertificateAuthority {
  readonly #folder: string;
  readonly #program: string;

  /** @param folder an existing, empty folder */
  constructor(folder: string, name: string, program = 'openssl') {
    this.#folder = folder;
    this.#program = program;
    mkdirSync(join(folder, 'issued'));
    writeFileSync(join(folder, 'index.txt'), '');
    writeFileSync(
      join(folder, 'openssl.cnf'),
      [
        ...['[req]', 'distinguished_name = name', '[name]'],
        ...['[authority]', 'basicConstraints = critical, CA:TRUE'],
        ...['[ca]', 'default_ca = own', '[own]', `database = ${join(folder, 'index.txt')}`],
        ...[`new_certs_dir = ${join(folder, 'issued')}`, 'rand_serial = yes'],
        ...['default_md = sha256', 'copy_extensions = copy', 'unique_subject = no'],
        ...['policy = any', '[any]', 'commonName = supplied', ''],
      ].join('\n'),
    );
    this.#request('ca', name, ['-x509', '-days', '3650', '-extensions', 'authority']);
  }

  /** PEM of the authority's own certificate. */
  get certificate(): string {
    return readFileSync(join(this.#folder, 'ca.pem'), 'utf8');
  }

  /** Issues a certificate for hosts, as `DNS:localhost` or `IP:127.0.0.1`; for a client, none. */
  issue(
    name: string,
    hosts: readonly string[] = [],
    options: { readonly isExpired?: boolean } = {},
  ): IssuedCertificate {
    const folder = join(this.#folder, name);
    mkdirSync(folder);
    const names = hosts.length === 0 ? [] : ['-addext', `subjectAltName=${hosts.join(',')}`];
    this.#request(`${name}/key`, name, names);
    const { from, to } = options.isExpired ? PAST : LONG;
    this.#run(
      ...['ca', '-batch', '-notext', '-config', 'openssl.cnf', '-cert', 'ca.pem'],
      ...['-keyfile', 'ca.key', '-in', `${name}/key.pem`, '-out', `${name}/cert.pem`],
      ...['-startdate', from, '-enddate', to],
    );
    writeFileSync(join(folder, 'ca.pem'), this.certificate);
    writeFileSync(join(folder, 'key.pem'), readFileSync(join(folder, 'key.key')));
    const text = (file: string) => readFileSync(join(folder, file), 'utf8');
    return { folder, ca: this.certificate, cert: text('cert.pem'), key: text('key.pem') };
  }

  /** Makes a key, `<path>.key`, and a request or a certificate for it, `<path>.pem`. */
  #request(path: string, name: string, more: readonly string[]): void {
    this.#run(
      ...['req', '-config', 'openssl.cnf', '-newkey', 'ec', '-pkeyopt'],
      ...['ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`],
      ...['-keyout', `${path}.key`, '-out', `${path}.pem`, ...more],
    );
  }

  #run(...args: readonly string[]): void {
    execFileSync(this.#program, args, { cwd: this.#folder, stdio: 'pipe' });
  }
}
