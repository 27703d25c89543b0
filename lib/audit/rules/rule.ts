import type { Finding, ImageAudit } from '../image-audit';
import type { ImageFile } from '../image-file';

/** What rules are given: an image, without what they say of it. */
export type Audited = Omit<ImageAudit, 'findings'>;

/** A rule of an audit: what is not as it has it. */
export type Rule = (audited: Audited, files: readonly ImageFile[]) => readonly Finding[];

/** Findings of a rule for each of some things. */
export function findings<T>(
  rule: string,
  things: readonly T[],
  tell: (thing: T) => readonly [subject: string, says: string],
): Finding[] {
  return things.map((thing) => {
    const [subject, says] = tell(thing);
    return { rule, subject, says };
  });
}
