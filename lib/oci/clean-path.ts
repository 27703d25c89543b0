/** True for an absolute path of a container without empty, `.` and `..` segments. */
export function isCleanPath(path: string): boolean {
  if (path === '/') return true;
  const [first, ...segments] = path.split('/');
  return (
    first === '' &&
    segments.length > 0 &&
    !segments.some((segment) => ['', '.', '..'].includes(segment))
  );
}
