/* Says hello, and what the container lets it do: it needs nothing of it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <unistd.h>

static void print_capabilities(void) {
  char line[256];
  FILE *status = fopen("/proc/self/status", "r");
  if (status == NULL) return;
  while (fgets(line, sizeof line, status) != NULL) {
    if (strncmp(line, "CapEff:", 7) == 0) printf("effective capabilities %s", line + 8);
  }
  fclose(status);
}

int main(void) {
  struct utsname machine;
  if (uname(&machine) != 0) return 1;
  printf("hello from %s\n", machine.machine);
  printf("user %d, group %d\n", (int)getuid(), (int)getgid());
  print_capabilities();
  printf("no new privileges: %s\n", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? "yes" : "no");
  int file = open("/written", O_WRONLY | O_CREAT, 0600);
  printf("writing to /: %s\n", file < 0 ? strerror(errno) : "possible");
  if (file >= 0) close(file);
  return 0;
}
