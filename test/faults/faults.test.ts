import {
  App,
  BuildStage,
  DebianBase,
  HttpFile,
  InlineFile,
  LocalFiles,
  PinnedGitSource,
  RuntimeImage,
  template,
  variable,
} from '../../constructs';
import { Testing } from '../../constructs/testing';
import { BuildError } from '../../lib/errors';

/** What an image repository gets wrong over the years, each as an app of its own. */
interface Fault {
  readonly app: (app: App, debian: DebianBase) => void;
  readonly code: string;
  /** What the error says, of what and where. */
  readonly says: RegExp;
}

const DATE = '20261101T000000Z';
const KEY = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n';

/** A sound image, but for the properties that are given, which need not fit. */
function image(app: App, debian: DebianBase, props: object = {}, id = 'web'): RuntimeImage {
  return new RuntimeImage(app, id, {
    base: debian.runtime({ packages: ['hello'] }),
    entrypoint: ['/usr/bin/hello'],
    waivers: { healthcheck: 'it prints and ends' },
    platforms: ['linux/amd64'],
    ...props,
  });
}

/** A sound stage, but for the properties that are given, with an image of what it makes. */
function stage(app: App, debian: DebianBase, props: object): void {
  const made = new BuildStage(app, 'make', { base: debian, run: [['make']], ...props });
  image(app, debian, { files: [made.directory('/out').at('/boot')] });
}

const FAULTS: Readonly<Record<string, Fault>> = {
  'a healthcheck asks a port of a variable that nobody declares': {
    app: (app, debian) =>
      image(app, debian, { waivers: {}, healthcheck: { http: 'http://127.0.0.1:${PORT}/' } }),
    code: 'E_PROPERTY',
    says: /web: the healthcheck asks for a variable that the image has not/,
  },
  'a variable has one meaning in the environment and another in a config': {
    app: (app, debian) => {
      const content = template`port ${variable('PORT', { default: '80' })}`;
      image(app, debian, { env: { PORT: '53' }, start: { files: [{ path: '/tmp/x', content }] } });
    },
    code: 'E_START',
    says: /web: the variable "PORT" has its value twice/,
  },
  'the config is not in the repository': {
    app: (app, debian) => {
      const config = new LocalFiles(app, 'config', { path: 'config/dns' });
      image(app, debian, { files: [config.at('/etc/dns')] });
    },
    code: 'E_LOCAL_FILES',
    says: /config: files of "config\/dns" cannot be taken/,
  },
  'a copied recipe keeps the name of the other image': {
    app: (app, debian) => {
      image(app, debian, { name: 'elastic' }, 'elastic');
      image(app, debian, { name: 'elastic' }, 'rudder');
    },
    code: 'E_IMAGE_DUPLICATE',
    says: /rudder: two images have the name "elastic"/,
  },
  'a copied recipe is pushed over the other image': {
    app: (app, debian) => {
      const publish = { names: ['registry.example.org/elastic'], tags: ['1', 'latest'] };
      image(app, debian, { publish }, 'elastic');
      image(app, debian, { publish: { names: publish.names } }, 'rudder');
    },
    code: 'E_PUBLISH_DUPLICATE',
    says: /rudder: two images are published as "registry.example.org\/elastic:latest"/,
  },
  'the date of the packages is left out': {
    app: (app) => new DebianBase(app, 'base', { suite: 'trixie' } as never),
    code: 'E_PROPERTY',
    says: /base: property snapshot is missing/,
  },
  'the date of the packages is none': {
    app: (app) => new DebianBase(app, 'base', { suite: 'trixie', snapshot: '2025-05-01' }),
    code: 'E_DEBIAN_SNAPSHOT',
    says: /base: the snapshot is no date/,
  },
  'a source is both of a tag and of a branch': {
    app: (app) => {
      const given = { url: 'https://git.example.org/x.git', tag: 'v1', branch: 'main' };
      new PinnedGitSource(app, 'source', given as never);
    },
    code: 'E_GIT_REF',
    says: /source: one of "tag", "branch" and "commit" must be given/,
  },
  'a URL holds a login': {
    app: (app) => new HttpFile(app, 'file', { url: 'https://me:hunter2@example.org/x' }),
    code: 'E_HTTP_URL',
    says: /file: the URL of the file cannot be used/,
  },
  'a private key is in a file of the image': {
    app: (app, debian) =>
      image(app, debian, { files: [InlineFile.text(KEY).at('/etc/ssl/server.key')] }),
    code: 'E_INLINE_FILE',
    says: /the content of a file cannot be written/,
  },
  'the entrypoint is found by a path that the container has not': {
    app: (app, debian) => image(app, debian, { entrypoint: ['hello'] }),
    code: 'E_ENTRYPOINT',
    says: /web: the entrypoint names no program of the image/,
  },
  'there is no healthcheck': {
    app: (app, debian) => image(app, debian, { waivers: {} }),
    code: 'E_RUNTIME_CONTRACT',
    says: /web: there is no healthcheck/,
  },
  'a waiver gives no reason': {
    app: (app, debian) => image(app, debian, { waivers: { healthcheck: '' } }),
    code: 'E_PROPERTY',
    says: /web: property waivers.healthcheck does not fit/,
  },
  'a property is misspelt': {
    app: (app, debian) => image(app, debian, { healthchek: {} }),
    code: 'E_PROPERTY',
    says: /web: unknown property "healthchek"/,
  },
  'a port is none': {
    app: (app, debian) => image(app, debian, { ports: ['99999/tcp'] }),
    code: 'E_PROPERTY',
    says: /web: property ports\[0\] does not fit/,
  },
  'the signal that stops it is none': {
    app: (app, debian) => image(app, debian, { stopSignal: 'SIGFOO' }),
    code: 'E_PROPERTY',
    says: /web: property stopSignal does not fit/,
  },
  'the process is root': {
    app: (app, debian) => image(app, debian, { user: 'root' }),
    code: 'E_RUNTIME_CONTRACT',
    says: /web: the process runs as root/,
  },
  'the process may change its own programs': {
    app: (app, debian) => image(app, debian, { writable: ['/usr'] }),
    code: 'E_RUNTIME_WRITABLE',
    says: /web: "\/usr" cannot belong to the user of the image/,
  },
  'a step fetches from the network': {
    app: (app, debian) => stage(app, debian, { network: 'host' }),
    code: 'E_PROPERTY',
    says: /make: unknown property "network"/,
  },
  'a command is a line for a shell, of which one half runs': {
    app: (app, debian) => stage(app, debian, { run: ['make && make install'] }),
    code: 'E_PROPERTY',
    says: /make: property run\[0\] does not fit/,
  },
  'tools of the build are the base of what runs': {
    app: (app, debian) => image(app, debian, { base: debian.minbase() }),
    code: 'E_PROPERTY',
    says: /web: property base does not fit/,
  },
  'a platform is none': {
    app: (app, debian) => image(app, debian, { platforms: ['linux/amd65'] }),
    code: 'E_PLATFORM',
    says: /web: the platform is not one that Debian has/,
  },
};

function errorsOf({ app: make }: Pick<Fault, 'app'>): readonly BuildError[] {
  try {
    const app = new App();
    make(app, new DebianBase(app, 'debian', { suite: 'trixie', snapshot: DATE }));
    Testing.synth(app);
    return [];
  } catch (error) {
    if (BuildError.is(error)) return error.all;
    throw error;
  }
}

test.each(Object.entries(FAULTS))('is refused, with its place: %s', (_name, fault) => {
  const errors = errorsOf(fault);

  expect(errors.map(({ code }) => code)).toContain(fault.code);
  const [error] = errors.filter(({ code }) => code === fault.code);
  expect(error?.message).toMatch(fault.says);
  expect(error?.details.source?.file).toBe('test/faults/faults.test.ts');
  expect(JSON.stringify(errors)).not.toMatch(/hunter2|b3Bl/);
});

test('an app with none of them is taken', () => {
  expect(errorsOf({ app: (app, debian) => image(app, debian) })).toEqual([]);
  expect(errorsOf({ app: (app, debian) => stage(app, debian, {}) })).toEqual([]);
});
