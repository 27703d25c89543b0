import type { OwnProgram } from '../own-program';
import { PROBE } from './place';

const FILES = [
  'main.go',
  'dial.go',
  'http.go',
  'tls.go',
  'no_tls.go',
  'dns.go',
  'grpc.go',
] as const;

/** The program that asks a service whether it works. */
export function probe({ tls }: { readonly tls: boolean }): OwnProgram {
  return { name: 'probe', files: FILES, place: PROBE, tags: tls ? ['tls'] : [] };
}
