/** How a program serves: as the account of its package, by the configuration that its package brings. */
export interface Serving {
  /** What it listens on: `tcp 6379`, `udp 53`, or `unix /run/dbus/system_bus_socket`. */
  readonly listens: string;
  /** Name of an account of its packages. */
  readonly user: string;
  /**
   * Folders that it writes: volumes, which take owner and mode from the image; after `tmpfs:` what its
   * unit or init script makes as root before it starts.
   */
  readonly writes: readonly string[];
  /** Program, and arguments with which it stays in the foreground. */
  readonly run: readonly [string, ...string[]];
  /** Variables that its unit or init script sets. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A service: the packages that it needs, and how its program says what it is. */
export interface Service {
  readonly packages: readonly string[];
  /** Program and arguments that end at once. */
  readonly says: readonly [string, ...string[]];
  /** With which status. */
  readonly status: number;
  /** What is in what it says. */
  readonly expects: RegExp;
  /** Whether it says so to a terminal alone. */
  readonly isTerminal?: boolean;
  /** Why it is not tried by an emulator. @default - it is */
  readonly notEmulated?: string;
  /** How it serves, or why that is not tried. */
  readonly serves: Serving | string;
}

const COMMAND = 'no service';
const ROOT = 'starts as root';
const FIRST_START = 'needs what a first start makes';
const CONFIGURATION = 'needs a configuration';

const service = (
  packages: string,
  [program, ...args]: readonly [string, ...string[]],
  serves: Serving | string,
  status = 0,
): Service => ({
  packages: packages.split(' '),
  says: [program, ...args],
  serves,
  status,
  // A version, or how it is used.
  expects: /\d+\.\d+|^usage/im,
});

const serves = (
  listens: string,
  user: string,
  writes: string,
  run: readonly [string, ...string[]],
  env?: Readonly<Record<string, string>>,
): Serving => ({
  listens,
  user,
  writes: writes.split(' ').filter(Boolean),
  run,
  ...(env && { env }),
});

/** Services of many kinds, each by its first package. */
export const SERVICES: readonly Service[] = [
  service(
    'redis-server',
    ['/usr/bin/redis-server', '--version'],
    serves('tcp 6379', 'redis', '/run/redis /var/lib/redis /var/log/redis', [
      '/usr/bin/redis-server',
      '/etc/redis/redis.conf',
      '--daemonize',
      'no',
    ]),
  ),
  service(
    'memcached',
    ['/usr/bin/memcached', '--version'],
    serves('tcp 11211', 'memcache', '', ['/usr/bin/memcached', '-l', '127.0.0.1']),
  ),
  service('postgresql-17', ['/usr/lib/postgresql/17/bin/postgres', '--version'], FIRST_START),
  service('mariadb-server', ['/usr/sbin/mariadbd', '--version'], FIRST_START),
  service('sqlite3', ['/usr/bin/sqlite3', '--version'], COMMAND),
  service('slapd', ['/usr/sbin/slapd', '-VV'], FIRST_START),
  service(
    'nginx-light',
    ['/usr/sbin/nginx', '-v'],
    serves('tcp 80', 'www-data', 'tmpfs:/run tmpfs:/var/lib/nginx tmpfs:/var/log/nginx', [
      '/usr/sbin/nginx',
      '-g',
      'daemon off;',
    ]),
  ),
  service(
    'apache2',
    ['/usr/sbin/apache2', '-v'],
    serves(
      'tcp 80',
      'www-data',
      'tmpfs:/run tmpfs:/var/log/apache2',
      ['/usr/sbin/apache2', '-DFOREGROUND'],
      {
        APACHE_RUN_USER: 'www-data',
        APACHE_RUN_GROUP: 'www-data',
        APACHE_PID_FILE: '/run/apache2.pid',
        APACHE_RUN_DIR: '/run',
        APACHE_LOCK_DIR: '/run',
        APACHE_LOG_DIR: '/var/log/apache2',
      },
    ),
  ),
  service(
    'lighttpd dash perl-base',
    ['/usr/sbin/lighttpd', '-v'],
    serves('tcp 80', 'www-data', 'tmpfs:/run /var/log/lighttpd /var/cache/lighttpd', [
      '/usr/sbin/lighttpd',
      '-D',
      '-f',
      '/etc/lighttpd/lighttpd.conf',
    ]),
  ),
  service('haproxy', ['/usr/sbin/haproxy', '-v'], CONFIGURATION),
  service(
    'varnish dash coreutils',
    ['/usr/sbin/varnishd', '-V'],
    serves('tcp 6081', 'varnish', '/var/lib/varnish', [
      '/usr/sbin/varnishd',
      '-F',
      '-a',
      ':6081',
      '-b',
      'localhost:8080',
    ]),
  ),
  service(
    'squid',
    ['/usr/sbin/squid', '-v'],
    serves('tcp 3128', 'proxy', 'tmpfs:/run /var/log/squid /var/spool/squid', [
      '/usr/sbin/squid',
      '--foreground',
      '-sYC',
    ]),
  ),
  service(
    'caddy',
    ['/usr/bin/caddy', 'version'],
    serves('tcp 80', 'caddy', '/var/lib/caddy', [
      '/usr/bin/caddy',
      'run',
      '--config',
      '/etc/caddy/Caddyfile',
    ]),
  ),
  service(
    'bind9',
    ['/usr/sbin/named', '-v'],
    serves('udp 53', 'bind', '/run/named /var/cache/bind', ['/usr/sbin/named', '-g']),
  ),
  service('unbound', ['/usr/sbin/unbound', '-V'], FIRST_START),
  service(
    'dnsmasq-base',
    ['/usr/sbin/dnsmasq', '--version'],
    serves('udp 5353', 'dnsmasq', '', [
      '/usr/sbin/dnsmasq',
      '--keep-in-foreground',
      '--port=5353',
      '--no-resolv',
      '--pid-file=',
    ]),
  ),
  service(
    'knot',
    ['/usr/sbin/knotd', '--version'],
    serves('unix /run/knot/knot.sock', 'knot', '/run/knot /var/lib/knot', ['/usr/sbin/knotd']),
  ),
  service('exim4-daemon-light', ['/usr/sbin/exim4', '-bV'], ROOT),
  service('postfix', ['/usr/sbin/postconf', '-d', 'mail_version'], ROOT),
  service('dovecot-core', ['/usr/sbin/dovecot', '--version'], ROOT),
  service(
    'rspamd',
    ['/usr/bin/rspamd', '--version'],
    serves('tcp 11333', '_rspamd', '/run/rspamd /var/lib/rspamd /var/log/rspamd', [
      '/usr/bin/rspamd',
      '--no-fork',
    ]),
  ),
  service('cups-daemon', ['/usr/sbin/cupsd', '-h'], ROOT),
  service('avahi-daemon', ['/usr/sbin/avahi-daemon', '--version'], 'needs a running D-Bus'),
  service(
    'snapserver',
    ['/usr/bin/snapserver', '--version'],
    serves('tcp 1704', '_snapserver', '/run/snapserver /var/lib/snapserver', [
      '/usr/bin/snapserver',
      '--server.datadir=/var/lib/snapserver',
    ]),
  ),
  service(
    'mpd',
    ['/usr/bin/mpd', '--version'],
    serves('tcp 6600', 'mpd', '/run/mpd /var/lib/mpd /var/log/mpd', [
      '/usr/bin/mpd',
      '--no-daemon',
      '/etc/mpd.conf',
    ]),
  ),
  service(
    'icecast2',
    ['/usr/bin/icecast2', '-v'],
    serves('tcp 8000', 'icecast2', '/var/log/icecast2', [
      '/usr/bin/icecast2',
      '-c',
      '/etc/icecast2/icecast.xml',
    ]),
  ),
  service('pulseaudio', ['/usr/bin/pulseaudio', '--version'], 'serves the session of a user'),
  service('samba', ['/usr/sbin/smbd', '--version'], ROOT),
  service('netatalk', ['/usr/sbin/afpd', '-V'], ROOT),
  { ...service('vsftpd', ['/usr/sbin/vsftpd', '-v'], ROOT), isTerminal: true },
  service('openssh-server', ['/usr/sbin/sshd', '-V'], FIRST_START),
  service('dropbear-bin', ['/usr/sbin/dropbear', '-V'], FIRST_START),
  service(
    'rsync',
    ['/usr/bin/rsync', '--version'],
    serves('tcp 8730', 'nobody', '', [
      '/usr/bin/rsync',
      '--daemon',
      '--no-detach',
      '--port=8730',
      '--config=/dev/null',
    ]),
  ),
  service(
    'transmission-daemon',
    ['/usr/bin/transmission-daemon', '--version'],
    serves('tcp 9091', 'debian-transmission', '/var/lib/transmission-daemon', [
      '/usr/bin/transmission-daemon',
      '-f',
      '--config-dir',
      '/var/lib/transmission-daemon',
    ]),
  ),
  service(
    'mosquitto',
    ['/usr/sbin/mosquitto', '-h'],
    serves('tcp 1883', 'mosquitto', '/run/mosquitto /var/lib/mosquitto /var/log/mosquitto', [
      '/usr/sbin/mosquitto',
      '-c',
      '/etc/mosquitto/mosquitto.conf',
    ]),
    3,
  ),
  service(
    'prometheus',
    ['/usr/bin/prometheus', '--version'],
    serves('tcp 9090', 'prometheus', '/var/lib/prometheus', [
      '/usr/bin/prometheus',
      '--config.file=/etc/prometheus/prometheus.yml',
      '--storage.tsdb.path=/var/lib/prometheus/metrics2',
    ]),
  ),
  service(
    'prometheus-node-exporter',
    ['/usr/bin/prometheus-node-exporter', '--version'],
    serves('tcp 9100', 'prometheus', '', ['/usr/bin/prometheus-node-exporter']),
  ),
  service(
    'docker-registry',
    ['/usr/bin/docker-registry', '--version'],
    serves('tcp 5000', 'docker-registry', '/var/lib/docker-registry', [
      '/usr/bin/docker-registry',
      'serve',
      '/etc/docker/registry/config.yml',
    ]),
  ),
  service('stunnel4', ['/usr/bin/stunnel4', '-version'], CONFIGURATION),
  service('wireguard-tools', ['/usr/bin/wg', '--version'], COMMAND),
  service(
    'chrony',
    ['/usr/sbin/chronyd', '--version'],
    serves('udp 323', '_chrony', '/run/chrony /var/lib/chrony /var/log/chrony', [
      '/usr/sbin/chronyd',
      '-d',
      '-x',
      '-U',
    ]),
  ),
  service('ntpsec', ['/usr/sbin/ntpd', '--version'], ROOT),
  service(
    'tor',
    ['/usr/bin/tor', '--version'],
    serves('tcp 9050', 'debian-tor', '/var/lib/tor', [
      '/usr/bin/tor',
      '-f',
      '/etc/tor/torrc',
      '--DataDirectory',
      '/var/lib/tor',
    ]),
  ),
  service('freeradius', ['/usr/sbin/freeradius', '-v'], FIRST_START),
  service(
    'dbus-daemon dbus-system-bus-common dbus',
    ['/usr/bin/dbus-daemon', '--version'],
    serves('unix /run/dbus/system_bus_socket', 'messagebus', 'tmpfs:/run/dbus', [
      '/usr/bin/dbus-daemon',
      '--system',
      '--nofork',
      '--nopidfile',
    ]),
  ),
  service(
    'python3',
    ['/usr/bin/python3', '--version'],
    serves('tcp 8000', 'nobody', '', ['/usr/bin/python3', '-m', 'http.server', '8000']),
  ),
  service('gunicorn', ['/usr/bin/gunicorn', '--version'], 'needs an application'),
  service(
    'nodejs',
    ['/usr/bin/node', '--version'],
    serves('tcp 8000', 'nobody', '', [
      '/usr/bin/node',
      '-e',
      "require('node:http').createServer().listen(8000)",
    ]),
  ),
  service('ruby', ['/usr/bin/ruby', '--version'], COMMAND),
  service('perl', ['/usr/bin/perl', '--version'], COMMAND),
  service(
    'php8.4-fpm',
    ['/usr/sbin/php-fpm8.4', '--version'],
    serves('unix /run/php/php8.4-fpm.sock', 'www-data', '/run/php tmpfs:/var/log', [
      '/usr/sbin/php-fpm8.4',
      '--nodaemonize',
      '--force-stderr',
    ]),
  ),
  service('openjdk-21-jre-headless', ['/usr/bin/java', '-version'], COMMAND),
  {
    ...service('erlang-base dash coreutils', ['/usr/bin/erl', '-version'], COMMAND),
    notEmulated: 'starts another program',
  },
  service('lua5.4', ['/usr/bin/lua5.4', '-v'], COMMAND),
  service('ffmpeg', ['/usr/bin/ffmpeg', '-version'], COMMAND),
  service('imagemagick', ['/usr/bin/magick', '-version'], COMMAND),
  service('ghostscript', ['/usr/bin/gs', '--version'], COMMAND),
  {
    ...service('fontconfig fonts-dejavu-core', ['/usr/bin/fc-match', 'DejaVu Sans'], COMMAND),
    expects: /DejaVuSans\.ttf/,
  },
  service('librsvg2-bin', ['/usr/bin/rsvg-convert', '--version'], COMMAND),
  service('libglib2.0-bin', ['/usr/bin/gio', '--version'], COMMAND),
  service(
    'git',
    ['/usr/bin/git', '--version'],
    serves('tcp 9418', 'nobody', '', ['/usr/lib/git-core/git-daemon', '--export-all', '/srv']),
  ),
  service('curl ca-certificates', ['/usr/bin/curl', '--version'], COMMAND),
  service('borgbackup', ['/usr/bin/borg', '--version'], COMMAND),
  service(
    'syncthing',
    ['/usr/bin/syncthing', '--version'],
    serves('tcp 8384', 'nobody', '', [
      '/usr/bin/syncthing',
      'serve',
      '--no-browser',
      '--home=/tmp/syncthing',
    ]),
  ),
];

/** The service whose first package this is. */
export function serviceOf(name: string): Service {
  const found = SERVICES.find(({ packages }) => packages[0] === name);
  if (found === undefined) throw new Error(`not in the list: ${name}`);
  return found;
}
