import type { InputResolver } from './resolver';

/** What answers requests, by the name of their kind; loaded when there are any. */
export const RESOLVERS: Readonly<Record<string, () => Promise<InputResolver>>> = {
  git: async () => (await import('./git/resolver')).GIT_RESOLVER,
  debian: async () => (await import('./debian/resolver')).DEBIAN_RESOLVER,
  cargo: async () => (await import('./cargo/resolver')).CARGO_RESOLVER,
  image: async () => (await import('./image/resolver')).IMAGE_RESOLVER,
  http: async () => (await import('./http/resolver')).HTTP_RESOLVER,
  go: async () => (await import('./go/resolver')).GO_RESOLVER,
  python: async () => (await import('./python/resolver')).PYTHON_RESOLVER,
  npm: async () => (await import('./npm/resolver')).NPM_RESOLVER,
  tarball: async () => (await import('./tarball/resolver')).TARBALL_RESOLVER,
};
