/* Tells the time to whoever connects, RFC 867. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void end(int number) {
  (void)number;
  _exit(0);
}

int main(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(13)};
  int one = 1, server = socket(AF_INET, SOCK_STREAM, 0);
  signal(SIGTERM, end);
  signal(SIGPIPE, SIG_IGN);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(server, (struct sockaddr *)&address, sizeof address) != 0 || listen(server, 16) != 0) {
    perror("daytime");
    return EXIT_FAILURE;
  }
  for (;;) {
    int client = accept(server, NULL, NULL);
    time_t now = time(NULL);
    char text[64];
    if (client < 0) continue;
    size_t length = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ\r\n", gmtime(&now));
    if (write(client, text, length) < 0) perror("daytime");
    close(client);
  }
}
