import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readElf } from '../../../lib/audit/elf/elf-file';
import { hardeningOf, isGo } from '../../../lib/audit/elf/hardening';
import { temporaryFolder } from '../../support/temporary-folder';

jest.setTimeout(120_000);

const has = (program: string) => spawnSync(program, ['--version']).error === undefined;
const folder = temporaryFolder('elf');

const TYPES: Readonly<Record<string, number>> = { REL: 1, EXEC: 2, DYN: 3 };

/** Programs and libraries of this machine, some of each folder. */
function systemFiles(): string[] {
  return [
    '/usr/bin',
    '/usr/sbin',
    '/usr/lib/x86_64-linux-gnu',
    '/usr/lib/aarch64-linux-gnu',
  ].flatMap((place) => {
    const names = statSync(place, { throwIfNoEntry: false }) ? readdirSync(place).sort() : [];
    const files = names
      .map((name) => join(place, name))
      .filter((file) => {
        const stats = statSync(file, { throwIfNoEntry: false });
        return stats?.isFile() === true && stats.size < 4_000_000;
      });
    return files.filter((_, index) => index % Math.ceil(files.length / 40) === 0);
  });
}

(has('readelf') ? test : test.skip)('says of the files of a system what readelf does', () => {
  const found = systemFiles().flatMap((file) => {
    const elf = readElf(readFileSync(file));
    return elf === undefined ? [] : [{ file, elf }];
  });
  expect(found.length).toBeGreaterThan(20);
  for (const { elf, file } of found) {
    const told = execFileSync('readelf', ['-hldSW', file], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const all = (pattern: RegExp) => [...told.matchAll(pattern)].map(([, text]) => text);
    expect({
      file,
      type: elf.type,
      interpreter: elf.interpreter,
      needed: elf.needed,
      runpath: elf.runpath.join(':'),
      relro: elf.hasRelro,
      now: elf.isBoundAtStart,
      pie: elf.isMarkedPie,
      nx: elf.hasDataStack,
      sections: [...elf.sections].filter((name) => name !== '').sort(),
    }).toEqual({
      file,
      type: TYPES[/^\s*Type:\s+(\w+)/m.exec(told)?.[1] ?? ''],
      interpreter: /interpreter: ([^\]]+)\]/.exec(told)?.[1],
      needed: all(/\(NEEDED\).*\[([^\]]+)\]/g),
      runpath: all(/\(R(?:UN)?PATH\).*\[([^\]]+)\]/g).join(':'),
      relro: /^\s*GNU_RELRO/m.test(told),
      now: /\(BIND_NOW\)|BIND_NOW|Flags:.*\bNOW\b/.test(told),
      pie: /Flags:.*\bPIE\b/.test(told),
      nx: /^\s*GNU_STACK(?:\s+0x\w+){5}\s+RW\s/m.test(told),
      sections: [...new Set(all(/^\s*\[\s*\d+\]\s+(\.\S+|\w\S*)\s+[A-Z]/gm))].sort(),
    });
  }
});

const SOURCE = `#include <stdio.h>
#include <string.h>
int main(int count, char **words) { char text[64]; strcpy(text, words[0]); puts(text); return 0; }`;

(has('gcc') ? describe : describe.skip)('the hardening of a program of C', () => {
  const compile = (...flags: string[]) => {
    const source = join(folder, 'main.c');
    const output = join(folder, 'main');
    writeFileSync(source, SOURCE);
    execFileSync('gcc', ['-O2', ...flags, '-o', output, source], { stdio: 'pipe' });
    const elf = readElf(readFileSync(output));
    if (elf === undefined) throw new Error('gcc made no ELF file');
    return hardeningOf(elf);
  };
  const ALL = [
    ...['-fPIE', '-pie', '-Wl,-z,relro', '-Wl,-z,now', '-Wl,-z,noexecstack'],
    ...['-fstack-protector-strong', '-D_FORTIFY_SOURCE=2'],
  ];
  const HARD = { pie: true, relro: 'full', nx: true, stackProtector: true, fortified: true };

  test.each<[string, string[], object]>([
    ['all', [], {}],
    ['a fixed address', ['-no-pie', '-fno-PIE'], { pie: false }],
    ['late binding', ['-Wl,-z,lazy'], { relro: 'partial' }],
    ['writable relocations', ['-Wl,-z,norelro'], { relro: 'none' }],
    ['an executable stack', ['-Wl,-z,execstack'], { nx: false }],
    [
      'no look after the stack',
      ['-fno-stack-protector', '-U_FORTIFY_SOURCE'],
      { stackProtector: false, fortified: false },
    ],
    ['unchecked lengths', ['-U_FORTIFY_SOURCE', '-D_FORTIFY_SOURCE=0'], { fortified: false }],
  ])('with %s', (_, flags, differs) => {
    expect(compile(...ALL, ...flags)).toEqual({ ...HARD, ...differs });
  });

  test('that is static tells less', () => {
    expect(compile('-static', '-no-pie')).toMatchObject({
      pie: false,
      stackProtector: undefined,
      fortified: undefined,
    });
  });
});

(has('go') || spawnSync('go', ['version']).status === 0 ? test : test.skip)(
  'knows a program of Go, stripped',
  () => {
    writeFileSync(join(folder, 'main.go'), 'package main\nfunc main() {}\n');
    const output = join(folder, 'go-program');
    execFileSync('go', ['build', '-ldflags=-s -w', '-o', output, join(folder, 'main.go')], {
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' },
    });
    const elf = readElf(readFileSync(output));

    expect(elf && isGo(elf)).toBe(true);
    expect(elf?.needed).toEqual([]);
  },
);

test('takes any bytes, whole or not, for an ELF file or none', () => {
  const [real = Buffer.alloc(64)] = systemFiles()
    .map((file) => readFileSync(file))
    .filter((bytes) => readElf(bytes) !== undefined);
  fc.assert(
    fc.property(
      fc.nat(real.length),
      fc.array(fc.tuple(fc.nat(4096), fc.nat(255)), { maxLength: 40 }),
      (length, changes) => {
        const bytes = Buffer.from(real.subarray(0, length));
        for (const [at, value] of changes) {
          if (at > 3 && at < bytes.length) bytes[at] = value;
        }
        const elf = readElf(bytes);
        if (elf !== undefined) hardeningOf(elf);
      },
    ),
    { numRuns: 300 },
  );
  expect(readElf(Buffer.from('no program'))).toBeUndefined();
});
