import { text } from '../text';

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const HOST = '[a-z0-9]+(?:-+[a-z0-9]+)*';

/**
 * The name of a repository with its registry, without tag.
 *
 * @see https://github.com/distribution/reference `regexp.go`
 */
export const REPOSITORY = text({
  pattern: new RegExp(`^(?!.{256})${HOST}(?:\\.${HOST})*(?::\\d+)?(?:/${COMPONENT})+$`),
  expected: 'a registry and a path in lower case: "registry.example.org/me/hello"',
});
