/** A symbolic link. */
export interface NpmLink {
  /** Place in the project. */
  readonly path: string;
  /** Relative to the folder of the link. */
  readonly target: string;
}

/** Path from the folder of a link. */
export function relativeTarget(from: string, to: string): string {
  const [up, down] = [from.split('/').slice(0, -1), to.split('/')];
  let common = 0;
  while (common < up.length && up[common] === down[common]) common += 1;
  return [...up.slice(common).map(() => '..'), ...down.slice(common)].join('/');
}
