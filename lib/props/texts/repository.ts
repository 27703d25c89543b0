import { text } from '../text';

/** The name of a repository with its registry, without tag. */
export const REPOSITORY = text({
  pattern: /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+$/,
  expected: 'a registry and a path in lower case: "registry.example.org/me/hello"',
});
