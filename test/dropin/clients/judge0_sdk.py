import os

import judge0
from judge0 import Client, File, Filesystem, LanguageAlias, Status, Submission

headers = {"X-Auth-Token": os.environ["TOKEN"]} if os.environ["TOKEN"] else None
client = Client(os.environ["ADDRESS"], headers)

one = judge0.run(
    client=client, language=LanguageAlias.PYTHON, source_code="print('héllo', input())", stdin="wörld", expected_output="héllo wörld",
)
assert one.status == Status.ACCEPTED, one
assert one.stdout == "héllo wörld\n", one.stdout
assert one.time is not None and one.memory > 0 and one.finished_at >= one.created_at, one

cases = judge0.run(
    client=client, language=LanguageAlias.PYTHON, source_code="print(2 * int(input()))",
    test_cases=[("1", "2"), ("2", "5"), ("x", "0")],
)
assert [c.status for c in cases] == [Status.ACCEPTED, Status.WRONG_ANSWER, Status.RUNTIME_ERROR_NZEC], cases

several = judge0.run(client=client, submissions=[
    Submission(language=LanguageAlias.C, source_code="int main(void) { return 0; }"),
    Submission(language=LanguageAlias.C, source_code="int main(void) { return x; }"),
    Submission(language=LanguageAlias.C, source_code="#include <stdlib.h>\nint main(void) { abort(); }"),
    Submission(language=LanguageAlias.PYTHON, source_code="while True: pass", cpu_time_limit=0.2),
])
assert [s.status for s in several] == [
    Status.ACCEPTED, Status.COMPILATION_ERROR, Status.RUNTIME_ERROR_SIGABRT, Status.TIME_LIMIT_EXCEEDED,
], several
assert "x" in several[1].compile_output and several[2].exit_signal == 6, several

files = Filesystem(content=[File(name="words.txt", content="from a file\n"), File(name="part.py", content="def read(): return open('words.txt').read()\n")])
added = judge0.run(client=client, submissions=Submission(language=LanguageAlias.PYTHON, source_code="import part; print(part.read(), end='')", additional_files=files))
assert added.status == Status.ACCEPTED and added.stdout == "from a file\n", added

project = Filesystem(content=[
    File(name="compile", content="echo compiling; cp greeting.txt copy.txt\n"),
    File(name="run", content="cat copy.txt; cat\n"),
    File(name="greeting.txt", content="hello "),
])
multi = judge0.run(client=client, submissions=Submission(language=LanguageAlias.MULTI_FILE, additional_files=project, stdin="there", source_code=""))
assert multi.status == Status.ACCEPTED and multi.stdout == "hello there", multi
print("all is well")
