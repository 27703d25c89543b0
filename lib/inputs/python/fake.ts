import { minorVersion } from '../../python/target';
import { fakeHash, fakeNumber } from '../fake-hash';
import { type PythonRequest, requestKey } from './request';
import type { PythonPackagesLock } from './section';

/** Wheels that were made up: two of Python alone, and one with a part that is compiled. */
export function fakeWheels(request: PythonRequest): PythonPackagesLock {
  const own = `cp${minorVersion(request).replace('.', '')}`;
  const names = [
    'idna-3.0-py3-none-any.whl',
    `markupsafe-3.0-${own}-${own}-linux_${request.architecture}.whl`,
    'six-1.0-py2.py3-none-any.whl',
  ];
  const host = fakeHash(requestKey(request)).slice(0, 8);
  return {
    wheels: names.map((name) => {
      const url = `https://files.pythonhosted.org/packages/${host}/${name}`;
      return { url, size: 1 + fakeNumber(url, 1_000_000), sha256: fakeHash(url) };
    }),
  };
}
