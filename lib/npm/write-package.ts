import type { NpmPackage } from './npm-package';
import type { NpmPackages } from './package-lock';
import { archivePath, NPM_REGISTRY } from './registry';

/** A package as package-lock.json has it, without what nothing here reads. */
export type NpmFields = Readonly<Record<string, unknown>>;

/** Packages in the form of package-lock.json, which `readNpmPackages` reads. */
export function writeNpmPackages(packages: NpmPackages): Readonly<Record<string, NpmFields>> {
  return Object.fromEntries([...packages].map(([path, one]) => [path, writeNpmPackage(one)]));
}

/** A package in that form. */
export function writeNpmPackage(one: NpmPackage): NpmFields {
  const { name, node, path, source, version } = one;
  const isPlaced = path.endsWith(`node_modules/${name}`);
  const fields = {
    name: isPlaced || name === '' ? undefined : name,
    version: version || undefined,
    ...sourceFields(one),
    dev: one.isDev || undefined,
    optional: one.isOptional || undefined,
    hasInstallScript: one.hasInstallScript || undefined,
    bin: record(one.bin),
    os: list(one.os),
    cpu: list(one.cpu),
    libc: list(one.libc),
    engines: node === undefined ? undefined : { node },
    dependencies: record(one.dependencies),
    devDependencies: source.type === 'folder' ? record(one.devDependencies) : undefined,
    optionalDependencies: record(one.optionalDependencies),
    peerDependencies: record(one.peerDependencies),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function sourceFields({ name, source, version }: NpmPackage): NpmFields {
  switch (source.type) {
    case 'archive': {
      const isUsual = source.url === `${NPM_REGISTRY}/${archivePath(name, version)}`;
      return {
        resolved: isUsual ? undefined : source.url,
        integrity: source.integrity,
        undescribed: source.isUndescribed,
      };
    }
    case 'link':
      return { resolved: source.target, link: true };
    case 'bundled':
      return { inBundle: true };
    case 'folder':
      return {};
  }
}

function record(values: ReadonlyMap<string, string>) {
  return values.size === 0 ? undefined : Object.fromEntries(values);
}

function list(values: readonly string[]) {
  return values.length === 0 ? undefined : values;
}
