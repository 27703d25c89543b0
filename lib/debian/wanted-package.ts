/** A package that is asked for: `name`, `name:arch`, `name=version`. */
export interface WantedPackage {
  /** `name` or `name:arch`. */
  readonly name: string;
  /** The one version that will do, or a pattern of it. @default - the one that is wanted most */
  readonly version?: string;
}

/** Reads what `apt-get install` takes. */
export function readWanted(text: string): WantedPackage {
  const at = text.indexOf('=');
  return at < 0 ? { name: text } : { name: text.slice(0, at), version: text.slice(at + 1) };
}
