/** The names under which Docker Hub is asked. */
export const DOCKER_HUB_HOSTS: readonly string[] = [
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
];

/** The command that logs in at a registry, which for Docker Hub is named without its host. */
export function loginCommand(host: string): string {
  return DOCKER_HUB_HOSTS.includes(host) ? 'docker login' : `docker login ${host}`;
}
