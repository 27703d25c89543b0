/** What wheels are chosen for. */
export interface PythonTarget {
  /** Version of CPython in full: `3.13.5`. */
  readonly python: string;
  /** Version of the C library: `2.41`. */
  readonly glibc: string;
  /** Debian's name: `arm64`. */
  readonly architecture: string;
}

/** What Linux calls the machines of Debian's architectures. @see uname(2) */
const MACHINES: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  armhf: 'armv7l',
  i386: 'i686',
  ppc64el: 'ppc64le',
  riscv64: 'riscv64',
  s390x: 's390x',
};

/** The machine of a Debian architecture as wheels name it; undefined where no wheels are made for it. */
export function machineOf(architecture: string): string | undefined {
  return Object.hasOwn(MACHINES, architecture) ? MACHINES[architecture] : undefined;
}

/** `3.13` of `3.13.5`. */
export function minorVersion({ python }: Pick<PythonTarget, 'python'>): string {
  return python.split('.').slice(0, 2).join('.');
}

/** The variables of markers that the target decides. @see Python packaging: dependency specifiers (PEP 508) */
export function markerEnvironment(target: PythonTarget): Readonly<Record<string, string>> {
  return {
    implementation_name: 'cpython',
    implementation_version: target.python,
    os_name: 'posix',
    platform_machine: machineOf(target.architecture) ?? target.architecture,
    platform_python_implementation: 'CPython',
    platform_system: 'Linux',
    python_full_version: target.python,
    python_version: minorVersion(target),
    sys_platform: 'linux',
  };
}
