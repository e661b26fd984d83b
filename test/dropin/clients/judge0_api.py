import os

import judge0api

client = judge0api.Client(os.environ["ADDRESS"], os.environ["TOKEN"])
done = judge0api.submission.submit(client, b"print(input()[::-1])", 71, stdin=b"abc", expected_output=b"cba", cpu_time_limit=2)
assert done.status["id"] == 3 and done.stdout == b"cba\n", (done.status, done.stdout)
again = judge0api.submission.get(client, done.token)
assert again.stdout == b"cba\n" and again.language_id == 71 and again.exit_code == 0, again.stdout

client.wait = False
queued = judge0api.submission.submit(client, b"#include <cstdio>\nint main() { int a; scanf(\"%d\", &a); printf(\"%d\", 10 / a); }", 54, stdin=b"0")
while True:
    queued.load(client)
    if queued.status["id"] > 2:
        break
assert queued.status["id"] == judge0api.Judge0Status.RUNTIME_SIGFPE.value, queued.status
print("all is well")
