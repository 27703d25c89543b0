/** A method, as it is called: on what, and with what. */
export type Around = (call: () => unknown, args: readonly unknown[], entry: Entry) => unknown;
type Entry = (...args: never[]) => unknown;

/**
 * Puts a function in the place of a method, which keeps its properties. Nothing happens where there
 * is no such method, as in an older Node, or where it cannot be replaced.
 *
 * @param around called for each call, with the call itself, its arguments, and what stands on the
 *   stack for it
 */
export function replace<T extends object>(owner: T, name: keyof T & string, around: Around): void {
  const original: unknown = owner[name];
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  if (typeof original !== 'function' || descriptor?.configurable === false) return;
  const entry = (method: typeof original, self: unknown, args: unknown[]): unknown =>
    around(() => Reflect.apply(method, self, args), args, entry);
  Object.defineProperty(owner, name, {
    value: new Proxy(original, { apply: entry }),
    configurable: true,
    enumerable: descriptor?.enumerable ?? true,
    writable: true,
  });
}
