#!/usr/bin/env python3
"""Writes the test data of the demo problems again: generate.py [SLUG...].

A problem's generators/cases.py has
  points   points of each secret group, in the order of the groups
  samples  inputs of the samples
  cases()  yields (group, name, input) of the secret tests, the same ones every time
The answers are those of submissions/accepted/reference.py.
"""

import importlib.util
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def write(problem, folder, name, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.in").write_text(text)
    reference = problem / "submissions" / "accepted" / "reference.py"
    answer = subprocess.run([sys.executable, reference], input=text, capture_output=True, text=True, check=True)
    (folder / f"{name}.ans").write_text(answer.stdout)


def generate(problem):
    spec = importlib.util.spec_from_file_location("cases", problem / "generators" / "cases.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shutil.rmtree(problem / "data", ignore_errors=True)
    for i, text in enumerate(module.samples, 1):
        write(problem, problem / "data" / "sample", str(i), text)
    for group, points in module.points.items():
        folder = problem / "data" / "secret" / group
        folder.mkdir(parents=True)
        (folder / "testdata.yaml").write_text(f"on_reject: break\ngrader_flags: min\naccept_score: {points}\nrange: 0 {points}\n")
    count = 0
    for group, name, text in module.cases():
        write(problem, problem / "data" / "secret" / group, name, text)
        count += 1
    print(f"{problem.name}: {len(module.samples)} samples, {count} secret tests")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    wanted = sys.argv[1:] or sorted(p.parent.name for p in HERE.glob("*/problem.yaml"))
    for slug in wanted:
        generate(HERE / slug)
