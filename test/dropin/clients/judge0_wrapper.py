import os

from judge0_api_wrapper.custom_types import Status
from judge0_api_wrapper.judge0 import Judge0
from judge0_api_wrapper.schemas import CreateSubmission

client = Judge0(os.environ["ADDRESS"], os.environ["TOKEN"], os.environ["USER_TOKEN"])
assert client.languages[71].startswith("Python"), client.languages
batch = client.submit_batch([
    CreateSubmission(source_code="print(input())", language_id=71, stdin="one", expected_output="one"),
    CreateSubmission(source_code="print(input())", language_id=71, stdin="two", expected_output="three"),
])
results = client.wait_for_completions(batch)
assert [r.stdout for r in results] == ["one\n", "two\n"], results
assert [r.result for r in results] == [Status(3), Status(4)], results
print("all is well")
