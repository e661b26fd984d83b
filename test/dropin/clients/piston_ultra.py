import os

from ultra_piston import File, PistonClient
from ultra_piston.errors import BadRequestError

client = PistonClient(api_key=os.environ["TOKEN"], rate_limit=0, app_name="test", base_url=os.environ["ADDRESS"] + "/api/v2/")
runtimes = client.get_runtimes()
assert any(r.language == "python" and "py" in r.aliases for r in runtimes), runtimes
assert any(p.language == "python" and p.installed for p in client.get_packages())
done = client.post_execute("py", "3.x", File(content="import sys; print(input(), sys.argv[1:])"), stdin="hi", args=["a", "b c"])
assert done.run.stdout == "hi ['a', 'b c']\n" and done.run.code == 0 and done.run.signal is None, done
built = client.post_execute("c++", "*", File(name="my.cpp", content="#include <iostream>\nint main() { std::cout << 1; return 3; }"))
assert built.compile.code == 0 and built.run.stdout == "1" and built.run.code == 3, built
killed = client.post_execute("python", "*", File(content="import time; time.sleep(9)"), run_timeout=300)
assert killed.run.signal == "SIGKILL" and killed.run.code is None, killed
try:
    client.post_execute("python", "1.0.0", File(content=""))
    raise AssertionError("a version that is not there was taken")
except BadRequestError:
    pass
print("all is well")
