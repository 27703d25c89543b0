import { type BinaryPackage, parseBinaryPackage } from './binary-package';
import { parseRelations } from './relation';

/**
 * A Packages index: tens of megabytes of which a build needs a few hundred paragraphs, so only the
 * names are read at once and a paragraph is parsed when it is asked for.
 *
 * Field names must be spelled as archives spell them (`Package`, `Provides`). The text may have been
 * decoded as latin1, which is fast: no field that is read here has anything but ASCII.
 */
export class PackagesIndex {
  readonly #text: string;
  /** Name to the offsets of its paragraphs: an index may list several versions. */
  readonly #offsets = new Map<string, number[]>();
  readonly #parsed = new Map<number, BinaryPackage>();
  readonly #mentions = new Map<string, readonly number[]>();
  #providers: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(text: string) {
    this.#text = text;
    for (let start = 0; start < text.length; ) {
      if (text.charCodeAt(start) === NEWLINE) {
        start += 1;
        continue;
      }
      const name = this.#field(start, 'Package');
      if (name !== undefined) append(this.#offsets, name, start);
      const end = text.indexOf('\n\n', start);
      start = end < 0 ? text.length : end + 2;
    }
  }

  /** Number of package names. */
  get size(): number {
    return this.#offsets.size;
  }

  names(): IterableIterator<string> {
    return this.#offsets.keys();
  }

  /** Every version of the package that is listed. */
  get(name: string): readonly BinaryPackage[] {
    return (this.#offsets.get(name) ?? []).map((offset) => this.#package(offset));
  }

  /** The paragraph of one .deb as the index has it, without the empty line behind it. */
  paragraph(name: string, sha256: string): string | undefined {
    const offset = (this.#offsets.get(name) ?? []).find(
      (at) => this.#package(at).sha256 === sha256,
    );
    return offset === undefined ? undefined : this.#paragraph(offset);
  }

  /** Packages that provide the virtual package `name`, as listed. */
  providers(name: string): readonly BinaryPackage[] {
    this.#providers ??= this.#readProviders();
    return (this.#providers.get(name) ?? []).map((offset) => this.#package(offset));
  }

  /** Packages with `Essential: yes` or `Priority: required`, as listed. */
  requiredPackages(): readonly BinaryPackage[] {
    const offsets = new Set([
      ...this.#paragraphsWith('\nEssential: yes\n'),
      ...this.#paragraphsWith('\nPriority: required\n'),
    ]);
    return [...offsets].map((offset) => this.#package(offset));
  }

  /**
   * Where the index names a package first, its own paragraph included: numbers to be compared from left
   * to right. apt numbers packages in this order as it reads an index, and prefers the later one of two
   * between which nothing else decides.
   */
  firstMention(name: string): readonly number[] | undefined {
    const known = this.#mentions.get(name);
    if (known !== undefined) return known;
    const own = this.#offsets.get(name)?.[0];
    const end = own === undefined ? this.#text.length : this.#text.indexOf('\n\n', own);
    const text = end < 0 ? this.#text : this.#text.slice(0, end);
    const firsts = [':', ',', '|'].map((before) => {
      for (let at = text.indexOf(`${before} ${name}`); at >= 0; ) {
        const line = text.lastIndexOf('\n', at) + 1;
        const isWhole = !/[A-Za-z0-9+.-]/.test(text.charAt(at + 2 + name.length));
        if (isWhole && MENTIONS.includes(text.slice(line, text.indexOf(':', line)))) {
          return text.lastIndexOf('\n\n', at) + 2;
        }
        at = text.indexOf(`${before} ${name}`, at + 1);
      }
      return undefined;
    });
    const paragraphs = firsts.filter((at) => at !== undefined);
    if (paragraphs.length === 0) return undefined;
    const paragraph = Math.min(...paragraphs);
    const found = this.#firstWithin(name, paragraph === 1 ? 0 : paragraph);
    if (found !== undefined) this.#mentions.set(name, found);
    return found;
  }

  #firstWithin(name: string, offset: number): readonly number[] | undefined {
    for (const [rank, field] of MENTIONS.entries()) {
      const value = this.#field(offset, field);
      if (value === undefined) continue;
      const at = value
        .split(/[,|]/)
        .findIndex((part) => part.trim().split(/[\s:(]/, 1)[0] === name);
      if (at >= 0) return [offset, rank, at];
    }
    return undefined;
  }

  #readProviders(): ReadonlyMap<string, readonly number[]> {
    const providers = new Map<string, number[]>();
    for (const offset of this.#paragraphsWith('\nProvides: ')) {
      for (const { name } of parseRelations(this.#field(offset, 'Provides') ?? '').flat()) {
        append(providers, name, offset);
      }
    }
    return providers;
  }

  *#paragraphsWith(line: string): Generator<number> {
    for (let at = this.#text.indexOf(line); at >= 0; at = this.#text.indexOf(line, at + 1)) {
      const before = this.#text.lastIndexOf('\n\n', at);
      yield before < 0 ? 0 : before + 2;
    }
  }

  /** Value of an unfolded field of the paragraph at `offset`. */
  #field(offset: number, name: string): string | undefined {
    const label = `${name}: `;
    let at = offset;
    if (!this.#text.startsWith(label, offset)) {
      at = this.#text.indexOf(`\n${label}`, offset) + 1;
      const end = this.#text.indexOf('\n\n', offset);
      if (at === 0 || (end >= 0 && at > end)) return undefined;
    }
    const start = at + label.length;
    const end = this.#text.indexOf('\n', start);
    return this.#text.slice(start, end < 0 ? undefined : end).trim();
  }

  #package(offset: number): BinaryPackage {
    let parsed = this.#parsed.get(offset);
    if (parsed === undefined) {
      parsed = parseBinaryPackage(this.#paragraph(offset));
      this.#parsed.set(offset, parsed);
    }
    return parsed;
  }

  #paragraph(offset: number): string {
    const end = this.#text.indexOf('\n\n', offset);
    return this.#text.slice(offset, end < 0 ? undefined : end);
  }
}

const NEWLINE = 10;

/** Fields that name packages, in the order in which apt reads them. */
const MENTIONS = [
  ...['Package', 'Pre-Depends', 'Depends', 'Conflicts', 'Breaks', 'Recommends', 'Suggests'],
  ...['Replaces', 'Enhances', 'Provides'],
];

function append(map: Map<string, number[]>, key: string, value: number): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
