import { expect, test } from "vitest";
import { endOfRun, figuresOf, limitMet, timesRun } from "./ending";

test.each([
  [{ exitCode: 0 }, ""],
  [{ exitCode: 3 }, "exit code 3"],
  [{ exitCode: 139, signal: "SIGSEGV" }, /^SIGSEGV · segmentation fault/],
  [{ signal: "SIGRTMIN" }, "SIGRTMIN"],
])("the end of %j is told", (run, told) => {
  expect(endOfRun(run)).toEqual(typeof told === "string" ? told : expect.stringMatching(told));
});

test("a limit has its name, an unknown one too", () => {
  expect(limitMet("cpu")).toBe("CPU time limit");
  expect(limitMet("files")).toBe("files limit");
  expect(limitMet(undefined)).toBe("");
});

test("a test tells its times beside the limit, and nothing when it was not run", () => {
  const figures = { verdict: "TLE", cpuTimeMs: 1100, wallTimeMs: 1300, memoryKb: 2048 };
  expect(figuresOf(figures, { cpuTimeMs: 1000 })).toBe("1.1 s of 1 s CPU · 1.3 s wall · 2 MiB");
  expect(figuresOf({ ...figures, wallTimeMs: 0 }, { cpuTimeMs: 0 })).toBe("1.1 s CPU · 2 MiB");
  expect(figuresOf({ ...figures, verdict: "SK" })).toBe("");
});

test("a test that was run again says so", () => {
  expect(timesRun(3)).toBe("ran 3 times near the limit; the best counts");
  expect(timesRun(undefined)).toBe("");
});
