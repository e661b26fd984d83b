#include "attack.h"

int main(void) {
  int p[2], sent = 0, refused = 0;
  socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, p);
  for (int i = 0; i < 20000; i++) {
    char c = 0;
    struct iovec v = {&c, 1};
    union { char b[CMSG_SPACE(sizeof(int))]; struct cmsghdr h; } u = {0};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = u.b, .msg_controllen = sizeof u.b};
    u.h.cmsg_len = CMSG_LEN(sizeof(int));
    u.h.cmsg_level = SOL_SOCKET;
    u.h.cmsg_type = SCM_RIGHTS;
    memcpy(CMSG_DATA(&u.h), &p[i & 1], sizeof(int));
    if (sendmsg(p[0], &m, 0) < 0) { refused++; close(p[0]); close(p[1]); if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, p)) break; continue; }
    sent++;
  }
  printf("%s %d %d\n", refused && sent ? "bounded" : "ESCAPED", sent, refused);
}
